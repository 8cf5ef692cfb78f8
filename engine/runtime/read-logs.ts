import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { asAppError, unless } from './docker-client.ts';
import { logLines, unixTime } from './docker-logs.ts';
import type { Runtime, RuntimeLine } from './port.ts';

type LogOptions = Parameters<Runtime['logs']>[1];

/** What a container printed, or prints; see Runtime.logs. */
export async function* readLogs(
	docker: Docker,
	name: string,
	{ since, tail, follow, signal }: LogOptions
): AsyncGenerator<RuntimeLine[]> {
	const options = {
		stdout: true,
		stderr: true,
		timestamps: true,
		// The library's type knows whole seconds only.
		...(since ? { since: unixTime(since) as unknown as number } : {}),
		...(tail === undefined ? {} : { tail })
	};
	const container = docker.getContainer(name);
	const source = follow
		? await unless([404], container.logs({ ...options, follow }))
		: Readable.from([
				(await unless([404], container.logs({ ...options, follow }))) ?? Buffer.alloc(0)
			]);
	if (!source) return;
	const end = () => void (source as Readable).destroy();
	signal.addEventListener('abort', end, { once: true });
	try {
		if (signal.aborted) return;
		yield* logLines(source as Readable);
	} catch (error) {
		if (!signal.aborted) throw asAppError(error);
	} finally {
		signal.removeEventListener('abort', end);
		end();
	}
}
