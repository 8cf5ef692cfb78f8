import type { Id } from '#engine/spec.ts';
import type { Db } from '#lib/server/db/client.ts';

/**
 * Services with a domain whose DNS shall be looked up again: every 15 s in the first quarter of an
 * hour, when a person may be waiting for it, and every 5 minutes after.
 */
export async function servicesWithDueDomains(db: Db): Promise<Id[]> {
	const rows = await db.$queryRaw<{ service_id: string }[]>`
		select distinct service_id from domain
		where state = 'pending' and (checked_at is null or checked_at < now() -
			case when created_at > now() - interval '15 minutes'
				then interval '14 seconds' else interval '5 minutes' end)`;
	return rows.map((row) => row.service_id);
}
