import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { labelFilter, unless } from './docker-client.ts';
import type { RuntimeEvent } from './port.ts';

interface EngineEvent {
	Action: string;
	Actor: { Attributes: Record<string, string> };
}

const kinds: Record<string, RuntimeEvent['kind']> = {
	start: 'started',
	die: 'stopped',
	destroy: 'removed'
};

/** What happens to the containers with these labels, as the engine tells it. */
export async function* containerEvents(
	docker: Docker,
	{ labels, since, signal }: { labels: Record<string, string>; since?: Date; signal: AbortSignal }
): AsyncGenerator<RuntimeEvent> {
	const filters = JSON.stringify({
		...labelFilter(labels),
		type: ['container'],
		event: Object.keys(kinds)
	});
	const source = (await unless(
		[],
		docker.getEvents({ filters, ...(since && { since: since.getTime() / 1000 }) })
	)) as Readable | null;
	if (!source) return;
	const lines = createInterface({ input: source, crlfDelay: Infinity });
	const end = () => {
		// Lines end with their source's end, but not with its destruction.
		lines.close();
		source.destroy();
	};
	signal.addEventListener('abort', end, { once: true });
	try {
		if (signal.aborted) return;
		for await (const line of lines) {
			const { Action, Actor } = JSON.parse(line) as EngineEvent;
			const { name = '', exitCode, ...attributes } = Actor.Attributes;
			const kind = kinds[Action];
			if (!kind) continue;
			const code = kind === 'stopped' && exitCode ? Number(exitCode) : null;
			yield { kind, container: name, labels: attributes, exitCode: code };
		}
	} finally {
		signal.removeEventListener('abort', end);
		end();
	}
}
