import { z } from 'zod';
import { branchMessage, commitMessage, isBranchName, isCommit } from '#engine/checkout/git-ref.ts';
import { buildArgumentProblem } from '#engine/build/build-argument.ts';
import { parseBuildArguments } from '#lib/rules/build-arguments.ts';
import { isRepositoryPath } from '#lib/rules/repository-path.ts';
import { watchPatterns, watchPatternsProblem } from '#lib/rules/watched-files.ts';
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
export const command = z
	.string()
	.trim()
	.max(2000, 'A command is at most 2000 characters.')
	.regex(/^\P{Cc}*$/u, 'A command is one line without control characters.');

const dockerfileTarget = z
	.string()
	.trim()
	.regex(
		/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/,
		'A stage has a name of letters, digits, "-", "_" and ".", as in FROM … AS name.'
	);

/** Lines as a form sends them, or an object. */
const buildArguments = z
	.union([z.string(), z.record(z.string(), z.string())], { error: 'Must be KEY=value lines.' })
	.transform((given, context) => {
		const text = typeof given === 'string' ? given : null;
		const problems = text === null ? recordProblems(given as Record<string, string>) : [];
		const parsed = text === null ? null : parseBuildArguments(text);
		if (parsed && !parsed.ok) problems.push(...parsed.problems);
		for (const message of problems.slice(0, 5)) context.addIssue({ code: 'custom', message });
		if (problems.length > 0) return z.NEVER;
		return parsed?.ok ? parsed.value : (given as Record<string, string>);
	});

const recordProblems = (given: Record<string, string>) =>
	Object.entries(given)
		.map(([key, value]) => buildArgumentProblem(key, value))
		.filter((problem) => problem !== null);

/** Patterns as in .gitignore, one a line, or a list; empty: every push deploys. */
export const watchPaths = z
	.union([z.string().transform((text) => text.split(/\r?\n/)), z.array(z.string())], {
		error: 'Must be patterns, one a line.'
	})
	.transform(watchPatterns)
	.superRefine((patterns, context) => {
		const message = watchPatternsProblem(patterns);
		if (message) context.addIssue({ code: 'custom', message });
	});

/** How a checkout becomes an image; null: as detected. */
export const buildFields = {
	dockerfilePath: optionalText(dockerfilePath).optional(),
	dockerfileTarget: optionalText(dockerfileTarget).optional(),
	buildArguments: buildArguments.optional(),
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
