import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { project } from '../up/project.js';
import { mustRun } from '../run.ts';
import { stampOf } from './stamp.ts';

type Say = (line: string) => void;

const client = {
	file: join(project, 'prisma/client/.stamp'),
	stamp: () => stampOf(project, ['prisma/schema.prisma', 'node_modules/prisma/package.json'])
};

/** A build never changes while a panel runs from it: each stands in a folder of its own. */
const panels = join(project, '.cache/panels');
const keptPanels = 3;

function runScript(script: string, args: string[], env: Record<string, string>) {
	return mustRun(process.execPath, [join(project, 'node_modules', script), ...args], {
		cwd: project,
		env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env }
	});
}

/** SvelteKit's own types and tsconfig, which ours extends: without them no other tool here can read it. */
async function ensureKitTypes(say: Say): Promise<void> {
	if (await stat(join(project, 'node_modules/$app/tsconfig.json')).catch(() => null)) return;
	say('SvelteKit: writing its types');
	await runScript('@sveltejs/kit/svelte-kit.js', ['sync'], {});
}

/** Generates the database client when the schema or Prisma's version changed. */
export async function generateClient(say: Say): Promise<void> {
	await ensureKitTypes(say);
	const stamp = await client.stamp();
	if ((await readFile(client.file, 'utf8').catch(() => '')) === stamp) return;
	say('Database client: generating');
	// Generating needs no engine; without this setting Prisma would fetch one.
	const env = { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' };
	await runScript('prisma/build/index.js', ['generate'], env);
	await writeFile(client.file, stamp);
}

/** Where the panel built from the sources as they are now stands, or will stand. */
async function panelFolder(): Promise<string> {
	const sources = [
		'src',
		'static',
		'engine',
		'prisma/schema.prisma',
		'vite.config.ts',
		'package-lock.json'
	];
	return join(panels, await stampOf(project, sources, (path) => path.endsWith('.test.ts')));
}

/** Builds the panel when its sources changed; returns the folder that holds it. */
export async function buildPanel(say: Say): Promise<string> {
	const folder = await panelFolder();
	if (await stat(join(folder, 'index.js')).catch(() => null)) {
		await utimes(folder, new Date(), new Date()).catch(() => {});
		return folder;
	}
	say('Panel: building (half a minute)');
	await runScript('vite/bin/vite.js', ['build'], { NODE_ENV: 'production' });
	await mkdir(panels, { recursive: true });
	await rm(folder, { recursive: true, force: true });
	await rename(join(project, 'build'), folder);
	await removeOldPanels();
	return folder;
}

async function removeOldPanels() {
	const folders = await Promise.all(
		(await readdir(panels)).map(async (name) => {
			const path = join(panels, name);
			return { path, at: (await stat(path)).mtimeMs };
		})
	);
	const old = folders.sort((a, b) => b.at - a.at).slice(keptPanels);
	await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
}
