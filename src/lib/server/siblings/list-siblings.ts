import type { Sibling } from '#lib/rules/sibling.ts';
import { authorise } from '../auth/authorise.ts';
import { inScope } from '../auth/in-scope.ts';
import type { Context } from '../context.ts';
import { limitTo } from '../db/limit.ts';

/** Enough to choose from; what is not among them is found by typing. */
const atMost = limitTo(12);

/**
 * Projects whose names hold a text, by name; with `projectId` the services of that project. None of a
 * project that the actor may not see.
 */
export async function listSiblings(
	ctx: Context,
	{ projectId, words = '' }: { projectId?: string; words?: string }
): Promise<Sibling[]> {
	const scope = inScope(authorise(ctx, 'projects:see'));
	const text = words.trim().toLowerCase();
	if (projectId !== undefined) {
		return ctx.db.$queryRaw`
			select s.id, s.name from service s join project p on p.id = s.project_id
			where p.id = ${projectId} and s.deleted_at is null and ${scope}
				and position(${text} in lower(s.name)) > 0
			order by s.name ${atMost}`;
	}
	return ctx.db.$queryRaw`
		select p.id, p.name from project p
		where ${scope} and position(${text} in lower(p.name)) > 0
		order by p.name_key, p.id ${atMost}`;
}
