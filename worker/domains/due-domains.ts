import type { Id } from '#engine/spec.ts';
import type { Db } from '#lib/server/db/client.ts';

/**
 * Services with a domain whose DNS shall be looked up, or whose certificate shall be asked for, again; and in
 * how many milliseconds the next one is due besides (Infinity: none is).
 */
export async function dueDomains(db: Db): Promise<{ services: Id[]; nextIn: number }> {
	const rows = await db.$queryRaw<{ service_id: string | null; next_in: number | null }[]>`
		with times as (
			select domain.service_id,
				least(check_again_at, case when domain.state = 'active' then certificate_retry_at end)
					- now() at time zone 'utc' as due_in,
				check_again_at is null as is_new
			from domain join service on service.id = domain.service_id and service.deleted_at is null)
		select distinct service_id, null::float8 as next_in from times
		where is_new or due_in <= interval '0'
		union all
		select null, extract(epoch from min(due_in))::float8 * 1000 from times
		where not is_new and due_in > interval '0'`;
	return {
		services: rows.flatMap(({ service_id: id }) => id ?? []),
		nextIn: rows.find(({ next_in: next }) => next !== null)?.next_in ?? Infinity
	};
}
