import type { InspectInput } from '#lib/schemas/source.ts';
import { authorise } from '../auth/authorise.ts';
import { countAttempt } from '../auth/rate-limit.ts';
import type { Context } from '../context.ts';
import type { Inspection } from '../live/port.ts';
import { checkGitUrl } from './git-source.ts';

const perUser = { name: 'inspect:user', count: 60, seconds: 60 };
const deadline = 40_000;

/**
 * Looks at a repository before anything is made: branches, what it is built with and why, variables of
 * its .env.example. Errors: invalid_git_url, repository_not_found, branch_not_found, worker_unreachable.
 */
export async function inspectSource(ctx: Context, input: InspectInput): Promise<Inspection> {
	authorise(ctx, 'projects:change');
	await countAttempt(ctx.db, perUser, ctx.actor.userId ?? 'system');
	const { gitUrl, branch, rootDirectory, ...build } = input;
	return ctx.live.inspect(
		{
			url: checkGitUrl(ctx, gitUrl),
			...(branch && { branch }),
			...(rootDirectory && { rootDirectory }),
			build: Object.fromEntries(
				Object.entries(build).filter(([, value]) => value !== undefined && value !== null)
			)
		},
		{ signal: AbortSignal.timeout(deadline) }
	);
}
