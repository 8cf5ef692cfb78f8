import type { Commit } from '../../spec.ts';
import { deadlines } from '../deadlines.ts';
import type { Step } from '../step.ts';

/** Gets the exact commit. */
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
		const tree = engine.checkout.tree(spec.service, commit.sha, '');
		const [modules, attributes] = await Promise.all([
			tree.readText('.gitmodules'),
			tree.readText('.gitattributes')
		]);
		if (modules !== null) log('Notice: the repository has submodules; they are not fetched.');
		if (attributes?.includes('filter=lfs')) {
			log('Notice: files in Git LFS are not fetched; the build sees their pointers only.');
		}
		return commit;
	},
	summary: ({ sha, message, author }) =>
		`${sha.slice(0, 7)} ${(message.split('\n')[0] ?? '').slice(0, 100)} (${author})`
};
