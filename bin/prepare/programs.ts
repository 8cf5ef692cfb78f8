import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rolldown, type Plugin } from 'rolldown';
import { programSources } from '../program-file.ts';
import { programsVersion, versionFile } from '../programs-version.ts';
import { mustRun } from '../run.ts';
import { bundleFolder, sparingEnvironment, compiledFolder, project } from '../up/project.js';
import { stampOf } from './stamp.ts';

/**
 * Our own code, zod, of which a tenth is used, and the client of Docker, of which less is loaded then. Other
 * packages stay where they are: each is one file's worth of memory less, and some look for files beside them.
 */
const isBundled = (id: string) => /^[./#\0]|^zod(\/|$)|^(dockerode|docker-modem)$/.test(id);

/** Parts of the client of Docker for what we do not do: they would load SSH and gRPC. */
const seldom = ['docker-modem/lib/ssh', 'dockerode/lib/session'];

/** Each of them is one function: it is loaded when that is called. */
const loadSeldom: Plugin = {
	name: 'load-seldom',
	resolveId(id, importer = '') {
		const path = join(dirname(importer), id);
		const found = seldom.find((part) => path.endsWith(`/node_modules/${part}`));
		return found === undefined ? null : `${prefix}${found}`;
	},
	load(id) {
		if (!id.startsWith(prefix)) return null;
		const part = JSON.stringify(id.slice(prefix.length));
		return `module.exports = (...given) => require(${part})(...given);`;
	}
};
const prefix = '\0seldom:';

/**
 * Bundles our programs and compiles them, when they or Node have changed: each then keeps a third less in
 * memory than from its sources, and starts sooner.
 */
export async function makePrograms(say: (line: string) => void): Promise<void> {
	const sources = ['bin', 'caddy', 'engine', 'prisma', 'src/lib', 'src/env.ts', 'worker'];
	const stamp = `${process.version} ${await stampOf(project, [...sources, 'package-lock.json'], (path) => /\.test\.ts$|\.svelte$/.test(path))}`;
	if ((await programsVersion()) === stamp) return;
	say('Programs: bundling');
	const next = `${compiledFolder}.next`;
	await rm(next, { recursive: true, force: true });
	await bundle(join(next, bundleFolder));
	await mustRun(
		process.execPath,
		[join(import.meta.dirname, 'import-programs.ts'), join(next, bundleFolder)],
		{
			cwd: project,
			env: { ...process.env, ...sparingEnvironment, NODE_COMPILE_CACHE: next }
		}
	);
	await writeFile(join(next, versionFile), stamp);
	await rm(compiledFolder, { recursive: true, force: true });
	await rename(next, compiledFolder);
}

async function bundle(folder: string): Promise<void> {
	const build = await rolldown({
		cwd: project,
		platform: 'node',
		input: programSources,
		external: (id) => !isBundled(id),
		plugins: [loadSeldom]
	});
	try {
		// All in one folder: program-file.ts and its like tell by it where they are.
		await build.write({
			dir: folder,
			entryFileNames: '[name].js',
			chunkFileNames: '[name]-[hash].js'
		});
	} finally {
		await build.close();
	}
}
