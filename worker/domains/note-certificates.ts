import { issuanceFailures } from '#caddy/issuance-failures.ts';
import { storedCertificates } from '#engine/names/stored-certificates.ts';
import type { Id } from '#engine/spec.ts';
import { announce, within } from '#lib/server/notifications/announce.ts';
import { notify } from '#lib/server/notify.ts';
import type { World } from '../world.ts';

type Ground = Pick<World, 'db' | 'paths'>;

/** For so long after it was found to point here a domain is looked at, though nothing failed. */
const freshMinutes = 10;

/**
 * Writes down of active domains why they have no certificate yet, and takes that away when it came. Caddy goes
 * on trying by itself, after growing pauses. Errors: the database's.
 */
export async function noteCertificates(
	{ db, paths }: Ground,
	serviceId: Id | null = null
): Promise<void> {
	const rows = await db.domain.findMany({
		where: {
			state: 'active',
			...(serviceId !== null && { serviceId }),
			OR: [
				{ reason: { not: null } },
				{ checkedAt: { gt: new Date(Date.now() - freshMinutes * 60_000) } }
			]
		},
		select: { id: true, host: true, reason: true, serviceId: true, service: true }
	});
	if (rows.length === 0) return;
	const hasCertificate = storedCertificates(paths.caddyStorage);
	const failures = await issuanceFailures(paths.processLog('caddy'));
	for (const row of rows) {
		const why = failures.get(row.host);
		const isThere = await hasCertificate(row.host);
		const reason = isThere ? null : why ? waitingWords(why) : row.reason;
		if (reason === row.reason) continue;
		const { id, host, serviceId: service } = row;
		const { projectId } = row.service;
		await db.$transaction(async (tx) => {
			const where = { id, state: 'active' as const };
			const { count } = await tx.domain.updateMany({ where, data: { reason } });
			if (count === 0 || reason === null || !why) return;
			await announce(tx, {
				occasion: { kind: 'certificate-trouble', serviceId: service, host, reason },
				occasionId: `certificate-trouble:${host}:${within(24)}`,
				projectId
			});
		});
		await notify(db, { kind: 'service', projectId, serviceId: service });
	}
}

const waitingWords = (why: string) =>
	`No certificate yet: ${why}. It is tried again by itself, after growing pauses.`;
