import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { branchNotFound, commitNotFound, folderNotFound } from './failures.ts';
import { prepareMirror } from './mirror.ts';
import type { Checkout } from './port.ts';
import { readSample, writeSample, type SampleCommit } from './sample-commit.ts';
import { sampleNamed, type Sample } from './sample-url.ts';

const branch = 'main';
const messages: Record<Sample, string> = { hello: 'Say hello' };
/** The same from our sources and from a bundle, which lies elsewhere. */
const folderOf = (name: Sample) =>
	dirname(createRequire(import.meta.url).resolve(`#engine/samples/${name}/index.html`));

/**
 * Adds to a checkout the repositories that come with Gantry. Their commits are written into a service's
 * cache straight from our own files: no transfer is made, and git is never given leave to read a local path.
 */
export function withSamples(base: Checkout, { root }: { root: string }): Checkout {
	return {
		branches: (url, options) =>
			sampleNamed(url)
				? Promise.resolve({ default: branch, names: [branch] })
				: base.branches(url, options),
		async resolve(source, options) {
			const name = sampleNamed(source.url);
			if (!name) return base.resolve(source, options);
			const { sha } = await headOf(name, source);
			return { sha };
		},
		async fetch(service, source, rootDirectory, options) {
			const name = sampleNamed(source.url);
			if (!name) return base.fetch(service, source, rootDirectory, options);
			if (rootDirectory !== '') throw folderNotFound(rootDirectory);
			const { objects, ...commit } = await headOf(name, source);
			options.log?.(`Taking the sample ${name}, which comes with Gantry`);
			const gitDir = join(root, service);
			await prepareMirror(gitDir);
			await writeSample(gitDir, { ...commit, objects });
			return commit;
		},
		tree: (...given) => base.tree(...given),
		archive: (...given) => base.archive(...given),
		remove: (service) => base.remove(service)
	};
}

/** Errors: branch_not_found, commit_not_found. */
async function headOf(
	name: Sample,
	source: { branch: string; commit?: string | null }
): Promise<SampleCommit> {
	if (source.branch !== branch) throw branchNotFound(source.branch, [branch]);
	const found = await readSample(folderOf(name), messages[name]);
	if (source.commit && !found.sha.startsWith(source.commit)) {
		throw commitNotFound(source.commit, branch);
	}
	return found;
}
