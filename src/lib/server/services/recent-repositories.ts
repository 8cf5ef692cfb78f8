import { authorise } from '../auth/authorise.ts';
import { inScope } from '../auth/in-scope.ts';
import type { Context } from '../context.ts';
import { limitTo } from '../db/limit.ts';

export interface RecentRepository {
	url: string;
	/** When the last push to it was delivered; null: none was. */
	pushedAt: Date | null;
}

const atMost = limitTo(50);

/** Repositories that the actor's services come from, those pushed to or added last first. */
export async function recentRepositories(ctx: Context): Promise<RecentRepository[]> {
	const scope = inScope(authorise(ctx, 'projects:see'));
	return ctx.db.$queryRaw<RecentRepository[]>`
		select s.git_url as url, max(pushed_at) as "pushedAt"
		from service s join project p on p.id = s.project_id
		left join lateral (
			select coalesce(pushed_at, received_at) as pushed_at from webhook_delivery
			where service_id = s.id order by received_at desc limit 1
		) d on true
		where s.deleted_at is null and ${scope}
		group by s.git_url
		order by greatest(max(pushed_at), max(s.created_at)) desc, s.git_url ${atMost}`;
}
