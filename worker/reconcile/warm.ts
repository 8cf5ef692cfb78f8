import { isShort } from '#engine/pipeline/spare-memory.ts';
import { objectNames, type Id } from '#engine/spec.ts';
import { crashedAfterLive } from '#lib/server/deployments/return-after-crash.ts';
import type { World } from '../world.ts';

/**
 * By service: what the names of containers begin with that stay, warm and without requests, for a quick
 * return. They are those of the release that was live before, for a while after the switch; none while
 * the machine is short of memory. Nothing is stored of it, so no lost worker leaves one behind.
 */
export async function loadWarm(
	{ db, engine }: Pick<World, 'db' | 'engine'>,
	service: Id | null = null
): Promise<Map<Id, string>> {
	const rows = await db.$queryRaw<{ id: Id; deployment: Id }[]>`
		select s.id, previous.deployment_id as deployment
		from service s
		join release live on live.id = s.live_release_id
		cross join lateral (
			select r.deployment_id, d.error_code from release r join deployment d on d.id = r.deployment_id
			where r.service_id = s.id and r.id <> live.id and r.files is null
			order by r.created_at desc limit 1) previous
		where s.state in ('live', 'crashing') and s.deleted_at is null and (${service}::text is null or s.id = ${service})
			and not s.stop_first and live.files is null
			and live.created_at > (now() at time zone 'utc') - make_interval(secs => s.keep_warm_seconds)
			and previous.error_code is distinct from ${crashedAfterLive}
			and not exists (select from volume v where v.service_id = s.id and v.deleted_at is null)`;
	if (rows.length === 0 || isShort(await engine.runtime.hostMemory())) return new Map();
	return new Map(rows.map(({ id, deployment }) => [id, objectNames.containers(id, deployment)]));
}
