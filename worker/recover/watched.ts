import type { Id } from '#engine/spec.ts';
import type { Db } from '#lib/server/db/client.ts';

/** A live release that has not been found to have crashed. */
export interface Watched {
	service: Id;
	release: Id;
	deployment: Id;
	/** It brought an older release back, whose containers may be older than it. */
	isReturn: boolean;
	/** When it went live. */
	since: Date;
	/** A crash within so many seconds from then on returns to the release before. */
	watchSeconds: number;
	memoryBytes: number;
}

/**
 * Live releases that are young enough for a crash to matter. A day, not the window itself: the worker may
 * have been away when the crash happened. What is being deployed is left alone: something newer comes.
 */
export async function loadWatched(db: Db, service: Id | null = null): Promise<Watched[]> {
	return db.$queryRaw<Watched[]>`
		select s.id as service, live.id as release, live.deployment_id as deployment,
			d.trigger in ('rollback', 'recovery') as "isReturn", live.created_at as since,
			coalesce((live.settings->'run'->>'watchSeconds')::int, 60) as "watchSeconds",
			(live.settings->'run'->>'memoryBytes')::float8 as "memoryBytes"
		from service s
		join release live on live.id = s.live_release_id
		join deployment d on d.id = live.deployment_id
		where s.state in ('live', 'crashing') and s.deleted_at is null and live.files is null
			and (${service}::text is null or s.id = ${service})
			and d.error_code is null
			and live.created_at > (now() at time zone 'utc') - interval '1 day'
			and not exists (select from deployment busy
				where busy.service_id = s.id and busy.state in ('queued', 'running'))`;
}
