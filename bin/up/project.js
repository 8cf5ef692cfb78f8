import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * From a source or from a bundle, which lies deeper.
 * @param {string} folder
 * @returns {string}
 */
function projectAbove(folder) {
	return existsSync(join(folder, 'package.json')) ? folder : projectAbove(dirname(folder));
}

/** Where this checkout stands; inside a private mount, where the unprivileged users see it. */
export const project = projectAbove(dirname(fileURLToPath(import.meta.url)));

/** Node 26 comes with the dependencies; npm itself runs on the machine's Node. */
export const projectNode = join(project, 'node_modules/node/bin/node');

/** What our programs are once they are bundled and compiled (prepare/programs.ts). */
export const compiledFolder = join(project, '.cache/compiled');

/** The bundles in there. */
export const bundleFolder = 'programs';

/**
 * What long-running programs find in their environment. They start from what is compiled, which is sooner; and
 * give memory back: one pool of small pieces instead of one a thread, and large ones by themselves (bytes).
 */
export const sparingEnvironment = {
	NODE_COMPILE_CACHE: compiledFolder,
	// The checkout may be seen at another path (supervise/view.ts).
	NODE_COMPILE_CACHE_PORTABLE: '1',
	MALLOC_ARENA_MAX: '1',
	MALLOC_MMAP_THRESHOLD_: '131072',
	MALLOC_TRIM_THRESHOLD_: '131072'
};

/**
 * How they are told to be sparing: what is young is thrown away sooner, and the database client's WebAssembly is
 * made fast where it is hot, not wherever it is warm, which costs 15 MB. Most of what they do is waiting, and V8
 * would keep some 20 MB more a process for the rest of its life.
 */
export const sparing = ['--max-semi-space-size=2', '--wasm-tiering-budget=200000000'];

/** The same for those whose answers nobody waits for: code is made small rather than fast. */
export const patient = [...sparing, '--optimize-for-size'];

/** For those that hold next to nothing, and whose whole work is to ask and to answer. */
export const small = ['--max-semi-space-size=1'];
