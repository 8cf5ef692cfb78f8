import type { Db } from '#lib/server/db/client.ts';

/** Certificates that people brought, each for its domain; services that are leaving need none. */
export async function listOwnCertificates(db: Db): Promise<{ id: string; host: string }[]> {
	const rows = await db.ownCertificate.findMany({
		where: { domain: { service: { deletedAt: null } } },
		select: { id: true, domain: { select: { host: true } } },
		orderBy: { id: 'asc' }
	});
	return rows.map(({ id, domain }) => ({ id, host: domain.host }));
}
