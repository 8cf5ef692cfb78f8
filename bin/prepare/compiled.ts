import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { project } from '../project.ts';
import { compiled, compiledFolder as folder } from '../up/dependencies.js';
import { mustRun } from '../run.ts';
import { stampOf } from './stamp.ts';

const stampFile = join(folder, 'stamp');

/** Names what our processes are compiled from; empty: they never were. */
export const programsVersion = () => readFile(stampFile, 'utf8').catch(() => '');

/** Compiles what our processes run, when that or Node has changed. */
export async function compilePrograms(say: (line: string) => void): Promise<void> {
	const sources = ['bin', 'caddy', 'engine', 'prisma', 'src/lib', 'worker', 'package-lock.json'];
	const stamp = `${process.version} ${await stampOf(project, sources, (path) => /\.test\.ts$|\.svelte$/.test(path))}`;
	if ((await programsVersion()) === stamp) return;
	say('Programs: compiling');
	const next = `${folder}.next`;
	await rm(next, { recursive: true, force: true });
	await mkdir(next, { recursive: true });
	await mustRun(process.execPath, [join(import.meta.dirname, 'import-programs.ts')], {
		cwd: project,
		env: { ...process.env, ...compiled, NODE_COMPILE_CACHE: next }
	});
	await writeFile(join(next, 'stamp'), stamp);
	await rm(folder, { recursive: true, force: true });
	await rename(next, folder);
}
