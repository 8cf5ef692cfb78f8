import { labels, type Id } from '#engine/spec.ts';
import type { World } from '../world.ts';
import { crashReason, type Judged } from './crash-words.ts';

/**
 * Writes down which workers of a service end again and again, and why, until they stay up. `judged` are
 * all of its workers' containers. Answers whether anything changed.
 */
export async function noteWorkers(
	{ db, note }: Pick<World, 'db' | 'note'>,
	{ service, judged, memoryBytes }: { service: Id; judged: Judged[]; memoryBytes: number }
): Promise<boolean> {
	if (judged.length === 0) return false;
	const rows = await db.process.findMany({
		where: { serviceId: service, kind: 'worker' },
		select: { id: true, name: true, crashReason: true }
	});
	let changed = false;
	for (const { id, name, crashReason: before } of rows) {
		const own = judged.filter(({ container }) => container.labels[labels.process] === name);
		const worst = own.find(({ verdict }) => verdict.state === 'crashing');
		// One that is down for a moment is neither well nor crashing: what was said of it stays.
		if (!worst && !own.every(({ verdict }) => verdict.state === 'well')) continue;
		// A reason without the exit code takes none away.
		const isKnown = before !== null && worst?.container.exitCode === null;
		const reason = worst ? (isKnown ? before : crashReason(worst, memoryBytes)) : null;
		if (reason === before) continue;
		const where = { id, crashReason: before };
		const { count } = await db.process.updateMany({ where, data: { crashReason: reason } });
		changed ||= count > 0;
		const container = own[0]?.container.name;
		if (count === 0 || container === undefined || (before !== null && reason !== null)) continue;
		await note(
			service,
			container,
			reason === null
				? `The worker ${name} stays up again`
				: `The worker ${name} ends again and again: it is started again after growing pauses of up to 1 min`
		);
	}
	return changed;
}
