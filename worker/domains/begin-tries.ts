import type { Id } from '#engine/spec.ts';
import { notify } from '#lib/server/notify.ts';
import type { World } from '../world.ts';
import { nextTry } from './next-try.ts';

/**
 * Writes down that a certificate is asked for now, and when next should that fail. Gives the hosts whose turn
 * it is: after a failure a domain waits, the app's own host does not. Errors: the database's.
 */
export async function beginTries(
	{ db }: Pick<World, 'db'>,
	{ serviceId, hosts }: { serviceId: Id; hosts: string[] }
): Promise<string[]> {
	const now = new Date();
	const rows = await db.domain.findMany({
		where: { serviceId, host: { in: hosts } },
		include: { service: { select: { projectId: true } } }
	});
	const waits = rows.filter(({ certificateRetryAt: at }) => at !== null && at > now);
	const due = rows.filter((row) => !waits.includes(row));
	for (const { id, certificateTries: tries } of due) {
		await db.domain.updateMany({
			where: { id },
			data: {
				certificate: 'issuing',
				certificateReason: null,
				certificateTries: tries + 1,
				certificateTriedAt: now,
				certificateRetryAt: nextTry(now, tries)
			}
		});
	}
	const [first] = due;
	if (first) await notify(db, { kind: 'service', projectId: first.service.projectId, serviceId });
	return hosts.filter((host) => !waits.some((row) => row.host === host));
}
