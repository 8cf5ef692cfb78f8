import { AppError } from '../error.ts';
import { byteWords } from '../byte-words.ts';

/** What goes wrong with a repository, in words for people. */

export const repositoryNotFound = (host: string) =>
	new AppError('repository_not_found', 404, `Repository not found on ${host}, or no access`, {
		hint: 'Check the URL; a private repository needs a connection or a deploy key.',
		field: 'url'
	});

export const hostUnreachable = (host: string, detail: string, cause?: unknown) =>
	new AppError('git_host_unreachable', 502, `The Git host ${host} ${detail}`, {
		hint: 'Try again in a moment. If it stays so, check the URL and the network of this server.',
		field: 'url',
		cause
	});

export const redirectRefused = (host: string, target: string) =>
	new AppError('git_redirect_refused', 422, `${host} redirects to ${target}`, {
		hint: 'Give the repository URL at its final address: redirects to other hosts are not followed.',
		field: 'url'
	});

export const branchNotFound = (branch: string, available: string[]) =>
	new AppError(
		'branch_not_found',
		404,
		available.length === 0
			? `Branch ${branch} not found. The repository is empty.`
			: `Branch ${branch} not found. Available: ${listed(available)}.`,
		{ hint: 'Choose one of its branches, or push this one first.', field: 'branch' }
	);

export const commitNotFound = (commit: string, branch: string) =>
	new AppError('commit_not_found', 404, `Commit ${commit} not found on branch ${branch}.`, {
		hint: 'It may have been removed by a forced push. Deploy the head of the branch instead.',
		field: 'commit'
	});

export const folderNotFound = (folder: string) =>
	new AppError('folder_not_found', 422, `The repository has no folder ${folder}`, {
		hint: 'Check the root directory in the settings.',
		field: 'rootDirectory'
	});

export const repositoryTooLarge = (maxBytes: number) =>
	new AppError(
		'repository_too_large',
		422,
		`The repository is larger than ${byteWords(maxBytes)}, the most that is fetched`,
		{
			hint: 'Keep large files in Git LFS or in a release, or raise GANTRY_GIT_GIGABYTES on the server.',
			field: 'url'
		}
	);

function listed(names: string[]): string {
	const shown = names.slice(0, 20).join(', ');
	return names.length > 20 ? `${shown} and ${names.length - 20} more` : shown;
}
