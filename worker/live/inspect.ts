import type { Checkout } from '#engine/checkout/port.ts';
import { appFolders } from '#engine/detect/app-folders.ts';
import { detect } from '#engine/detect/detect.ts';
import { exampleVariables } from '#engine/detect/example-variables.ts';
import { AppError } from '#engine/error.ts';
import type { Tree } from '#engine/checkout/port.ts';
import type { BuildSettings } from '#engine/spec.ts';
import type { Inspection, Live } from '#lib/server/live/port.ts';
import type { InspectionCache } from './inspection-cache.ts';

type InspectInput = Parameters<Live['inspect']>[0];
const deadline = 30_000;

/**
 * Looks at a repository before anything is made of it. A tree that nobody recognises is an answer, too.
 * Errors: those of the checkout, branch_not_found, inspection_timed_out (504).
 */
export async function inspect(
	{ checkout, cache }: { checkout: Checkout; cache: InspectionCache },
	{ input, signal }: { input: InspectInput; signal: AbortSignal }
): Promise<Inspection> {
	const timeout = AbortSignal.timeout(deadline);
	const within = AbortSignal.any([signal, timeout]);
	try {
		const { url, rootDirectory = '' } = input;
		const { default: main, names } = await checkout.branches(url, { signal: within });
		const branch = input.branch ?? main;
		return await cache.use(url, async (id) => {
			const source = { url, branch, commit: null };
			const look = { signal: within, isAlone: true };
			const commit = await checkout.fetch(id, source, rootDirectory, look);
			const tree = checkout.tree(id, commit.sha, rootDirectory);
			const repository = checkout.tree(id, commit.sha, '');
			const { sha, message, author } = commit;
			return {
				url,
				branch,
				branches: names,
				commit: { sha, message, author },
				...(await planned(tree, { rootDirectory, ...noChoice, ...input.build }, repository)),
				exampleVariables: (await exampleVariables(tree))?.variables ?? [],
				folders: await appFolders(repository)
			};
		});
	} catch (error) {
		if (!timeout.aborted) throw error;
		throw new AppError('inspection_timed_out', 504, 'Looking at the repository took too long.', {
			hint: 'Is the Git host reachable, and is the repository very large? Try again, or create the project all the same: a deployment waits longer.',
			cause: error
		});
	}
}

const noChoice = {
	dockerfilePath: null,
	dockerfileTarget: null,
	buildArguments: {},
	installCommand: null,
	buildCommand: null,
	startCommand: null,
	outputDirectory: null
};

async function planned(
	tree: Tree,
	settings: BuildSettings,
	repository: Tree
): Promise<Pick<Inspection, 'plan' | 'problem'>> {
	try {
		return { plan: await detect(tree, settings, { repository }), problem: null };
	} catch (error) {
		if (!(error instanceof AppError) || error.status !== 422) throw error;
		return { plan: null, problem: { message: error.message, hint: error.hint } };
	}
}
