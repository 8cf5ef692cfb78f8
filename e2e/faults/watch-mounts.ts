import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { labels } from '#engine/spec.ts';

interface Told {
	Action: string;
	Actor: { Attributes: { name: string } };
}

/**
 * Follows the starts and ends of a service's containers, all of which mount its volume. Answers what tells of
 * each time two of them ran at once. Ends with the engine, or when `signal` aborts.
 */
export async function watchMounts(
	docker: Docker,
	{ serviceId, signal }: { serviceId: string; signal: AbortSignal }
): Promise<() => string[]> {
	const filters = {
		type: ['container'],
		event: ['start', 'die'],
		label: [`${labels.service}=${serviceId}`]
	};
	const events = (await docker.getEvents({
		filters: JSON.stringify(filters)
	})) as unknown as Readable;
	signal.addEventListener('abort', () => events.destroy());
	events.on('error', () => {});
	const running = new Set<string>();
	const clashes: string[] = [];
	createInterface(events).on('line', (line) => {
		const { Action, Actor } = JSON.parse(line) as Told;
		const { name } = Actor.Attributes;
		if (Action === 'die') return void running.delete(name);
		for (const other of running) if (other !== name) clashes.push(`${other} and ${name}`);
		running.add(name);
	});
	return () => clashes;
}
