import { z } from 'zod';
import { branchMessage, commitMessage, isBranchName, isCommit } from '#engine/checkout/git-ref.ts';
import { isRepositoryPath } from '#lib/rules/repository-path.ts';
import { optionalText, text } from './fields.ts';

/** Which URLs are taken depends on the installation's settings: lib/server/services/git-source.ts decides. */
export const gitUrl = text('A repository URL is required.')
	.min(1, 'A repository URL is required.')
	.max(2048, 'Not a repository URL.');

export const branch = text(branchMessage).refine(isBranchName, branchMessage);

export const commit = text(commitMessage).refine(isCommit, commitMessage);

export const rootDirectory = text('Must be a folder inside the repository.').refine(
	(path) => path === '' || isRepositoryPath(path),
	'Must be a folder inside the repository, e.g. apps/web; empty for the whole repository.'
);

const dockerfilePath = z
	.string()
	.trim()
	.refine(isRepositoryPath, 'Must be a file inside the repository.');

const outputDirectory = z
	.string()
	.trim()
	.refine(isRepositoryPath, 'Must be a folder inside the repository.');

// One line: it becomes one instruction of a Dockerfile.
const command = z
	.string()
	.trim()
	.max(2000, 'A command is at most 2000 characters.')
	.regex(/^\P{Cc}*$/u, 'A command is one line without control characters.');

/** How a checkout becomes an image; null: as detected. */
export const buildFields = {
	dockerfilePath: optionalText(dockerfilePath).optional(),
	installCommand: optionalText(command).optional(),
	buildCommand: optionalText(command).optional(),
	startCommand: optionalText(command).optional(),
	outputDirectory: optionalText(outputDirectory).optional()
};

/** What the new-project page asks to have looked at before anything is made. */
export const inspectInput = z.strictObject({
	gitUrl,
	branch: optionalText(branch).optional(),
	rootDirectory: rootDirectory.optional(),
	...buildFields
});
export type InspectInput = z.infer<typeof inspectInput>;
