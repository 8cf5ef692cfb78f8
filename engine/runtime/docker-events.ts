import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { labelFilter, unless } from './docker-client.ts';
import type { RuntimeEvent } from './port.ts';

interface EngineEvent {
	Action: string;
	Actor: { Attributes: Record<string, string> };
	timeNano: number;
}

const kinds: Record<string, RuntimeEvent['kind']> = {
	start: 'started',
	die: 'stopped',
	destroy: 'removed'
};
/** They come before `die` and say why. */
const causes = ['kill', 'oom'];

/** What happens to the containers with these labels, as the engine tells it. */
export async function* containerEvents(
	docker: Docker,
	{ labels, since, signal }: { labels: Record<string, string>; since?: Date; signal: AbortSignal }
): AsyncGenerator<RuntimeEvent> {
	const filters = JSON.stringify({
		...labelFilter(labels),
		type: ['container'],
		event: [...Object.keys(kinds), ...causes]
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
	const before = new Map<string, Set<string>>();
	signal.addEventListener('abort', end, { once: true });
	try {
		if (signal.aborted) return;
		for await (const line of lines) {
			const event = JSON.parse(line) as EngineEvent;
			const told = translate(event, before);
			if (told) yield told;
		}
	} finally {
		signal.removeEventListener('abort', end);
		end();
	}
}

/** `before`: what happened to each container since it was started. */
function translate(
	{ Action, Actor, timeNano }: EngineEvent,
	before: Map<string, Set<string>>
): RuntimeEvent | null {
	const { name = '', exitCode, signal: _signal, execDuration: _, ...labels } = Actor.Attributes;
	const causesOf = before.get(name) ?? new Set();
	if (causes.includes(Action)) before.set(name, causesOf.add(Action));
	const kind = kinds[Action];
	if (!kind) return null;
	before.delete(name);
	const hasStopped = kind === 'stopped';
	return {
		kind,
		container: name,
		labels,
		exitCode: hasStopped && exitCode ? Number(exitCode) : null,
		isAsked: hasStopped && causesOf.has('kill'),
		outOfMemory: hasStopped && causesOf.has('oom'),
		at: new Date(timeNano / 1e6)
	};
}
