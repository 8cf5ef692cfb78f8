import { AppError } from '../error.ts';
import { type GitUrl, parseGitUrl } from './git-url.ts';

/** The parsed URL, or an AppError: the same rules that the page and the API apply. */
export function checkedGitUrl(url: string, allowPrivateHosts: readonly string[]): GitUrl {
	const parsed = parseGitUrl(url, { plainHosts: allowPrivateHosts });
	if (parsed.ok) return parsed.value;
	throw new AppError('git_url_invalid', 422, parsed.message, {
		hint: parsed.hint ?? undefined,
		field: 'url'
	});
}
