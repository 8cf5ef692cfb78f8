import type { Id } from '#engine/spec.ts';
import type { Db } from '#lib/server/db/client.ts';

/** Services with a domain whose DNS shall be looked up, or whose certificate shall be asked for, again. */
export async function servicesWithDueDomains(db: Db): Promise<Id[]> {
	const rows = await db.$queryRaw<{ service_id: string }[]>`
		select distinct domain.service_id from domain
		join service on service.id = domain.service_id and service.deleted_at is null
		where check_again_at is null or check_again_at <= now() at time zone 'utc'
			or (certificate_retry_at <= now() at time zone 'utc' and domain.state = 'active')`;
	return rows.map((row) => row.service_id);
}
