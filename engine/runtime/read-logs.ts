import { addAbortSignal, Readable } from 'node:stream';
import type Docker from 'dockerode';
import { asAppError, socketOf, unless } from './docker-client.ts';
import { logLines, unixTime } from './docker-logs.ts';
import { openPlainStream } from './plain-stream.ts';
import type { Runtime, RuntimeLine } from './port.ts';

type LogOptions = Parameters<Runtime['logs']>[1];

/** What a container printed, or prints; see Runtime.logs. */
export async function* readLogs(
	docker: Docker,
	name: string,
	options: LogOptions
): AsyncGenerator<RuntimeLine[]> {
	const { signal } = options;
	try {
		const source = await openLogs(docker, name, options);
		if (source) yield* logLines(source);
	} catch (error) {
		if (!signal.aborted) throw asAppError(error);
	}
}

/** Null: there is no such container. */
async function openLogs(
	docker: Docker,
	name: string,
	{ since, tail, follow, signal }: LogOptions
): Promise<Readable | null> {
	const options = {
		stdout: true,
		stderr: true,
		timestamps: true,
		follow,
		...(since && { since: unixTime(since) }),
		...(tail !== undefined && { tail })
	};
	const socketPath = socketOf(docker);
	if (socketPath !== null) {
		const query = new URLSearchParams(
			Object.entries(options).map(([key, value]) => [key, `${value}`])
		);
		const path = `/containers/${encodeURIComponent(name)}/logs?${query}`;
		const stream = await openPlainStream({ socketPath, path }, signal);
		if (stream) return stream;
	}
	// The library knows an engine on another machine, and what each refusal means. Its type knows whole seconds only.
	const known = { ...options, since: options.since as unknown as number };
	const found = docker.getContainer(name);
	if (follow) {
		const stream = await unless([404], found.logs({ ...known, follow: true }));
		return stream && addAbortSignal(signal, stream as Readable);
	}
	const whole = await unless([404], found.logs({ ...known, follow: false }));
	return whole && Readable.from([whole]);
}
