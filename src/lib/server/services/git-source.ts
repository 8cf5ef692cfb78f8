import { parseGitUrl } from '#engine/checkout/git-url.ts';
import { sampleNamed, sampleUrl } from '#engine/checkout/sample-url.ts';
import { AppError } from '../errors.ts';
import type { Context } from '../context.ts';

/** The URL as it is stored. Errors: invalid_git_url (422) on the field gitUrl. */
export function checkGitUrl(ctx: Context, text: string): string {
	const sample = sampleNamed(text);
	if (sample) return sampleUrl(sample);
	const result = parseGitUrl(text, { plainHosts: ctx.env.GANTRY_ALLOW_PRIVATE_HOSTS });
	if (result.ok) return result.value.url;
	throw new AppError('invalid_git_url', 422, result.message, {
		field: 'gitUrl',
		...(result.hint !== null && { hint: result.hint })
	});
}

/** Failures that say nothing about what the person typed: the checkout will find out, or say more. */
const undecided = new Set(['worker_unreachable', 'git_host_unreachable']);
const deadline = 15_000;

/**
 * The exact commit that a branch (or the first digits of a commit) means now; null when nobody can say
 * at the moment. Errors: repository_not_found, branch_not_found, commit_not_found on their fields.
 */
export async function resolveCommit(
	ctx: Context,
	source: { gitUrl: string; branch: string; commit?: string | undefined }
): Promise<string | null> {
	const { gitUrl: url, branch, commit } = source;
	const input = commit === undefined ? { url, branch } : { url, branch, commit };
	try {
		const { sha } = await ctx.live.resolveCommit(input, { signal: AbortSignal.timeout(deadline) });
		return sha;
	} catch (error) {
		const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
		if (!isTimeout && !(error instanceof AppError && undecided.has(error.code))) throw error;
		if (commit?.length === 40) return commit;
		if (commit !== undefined) throw error;
		return null;
	}
}
