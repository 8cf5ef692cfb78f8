import type { Commit } from '../../spec.ts';
import { deadlines } from '../deadlines.ts';
import type { Step } from '../step.ts';

/** Gets the exact commit, its submodules and its files in Git LFS. */
export const checkout: Step<null, Commit> = {
	name: 'checkout',
	deadline: () => deadlines.checkout,
	async run(_input, { spec, engine, recorder, signal, log }) {
		const { rootDirectory } = spec.build;
		const commit = await engine.checkout.fetch(spec.service, spec.source, rootDirectory, {
			signal,
			log
		});
		await recorder.commit(commit);
		return commit;
	},
	summary: ({ sha, message, author }) =>
		`${sha.slice(0, 7)} ${(message.split('\n')[0] ?? '').slice(0, 100)} (${author})`
};
