import { dayWords } from '#lib/rules/day-words.ts';
import { announce } from '#lib/server/notifications/announce.ts';
import type { World } from '../world.ts';

const dayMs = 86_400_000;
/** People are told so many days before, each time once. */
const reminders = [14, 3, 0];

/**
 * Tells of certificates that people brought and that end soon: nobody renews those but they themselves.
 * Answers how many end soon. Errors: the database's.
 */
export async function noteOwnCertificates(
	{ db }: Pick<World, 'db'>,
	now: Date = new Date()
): Promise<number> {
	const soon = new Date(now.getTime() + Math.max(...reminders) * dayMs);
	const rows = await db.ownCertificate.findMany({
		where: { until: { lt: soon }, domain: { service: { deletedAt: null } } },
		select: {
			id: true,
			until: true,
			domain: {
				select: { host: true, serviceId: true, service: { select: { projectId: true } } }
			}
		}
	});
	for (const { id, until, domain } of rows) {
		const left = (until.getTime() - now.getTime()) / dayMs;
		const reminder = Math.min(...reminders.filter((days) => left < days), ...(left < 0 ? [0] : []));
		const { host, serviceId, service } = domain;
		const reason = `The certificate that you brought ${left < 0 ? 'ended' : 'ends'} on ${dayWords(until)}. Bring another one, or remove it and Gantry gets one.`;
		await db.$transaction((tx) =>
			announce(tx, {
				occasion: { kind: 'certificate-trouble', serviceId, host, reason },
				occasionId: `own-certificate:${id}:${reminder}`,
				projectId: service.projectId
			})
		);
	}
	return rows.length;
}
