import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runGit } from './run-git.ts';

/** Many small packs make every fetch slower; above this they are packed into one. */
const mostPacks = 30;

/** Makes the bare cache if it is missing and clears what a killed fetch left in it. */
export async function prepareMirror(gitDir: string, signal: AbortSignal): Promise<void> {
	// Written last: a cache that has it is whole.
	const attributes = join(gitDir, 'info/attributes');
	if (!existsSync(attributes)) {
		await mkdir(join(gitDir, 'info'), { recursive: true });
		await runGit(['init', '--quiet', '--bare', '--template=', gitDir], { signal });
		// An archive shall hold what a checkout would: all files, unchanged.
		await writeFile(attributes, '* -export-ignore -export-subst\n');
	}
	const left = [
		...(await readdir(gitDir)).filter((name) => name.endsWith('.lock')),
		...(await readdir(join(gitDir, 'objects/pack')).catch(() => []))
			.filter((name) => name.startsWith('tmp_'))
			.map((name) => join('objects/pack', name)),
		...(await readdir(join(gitDir, 'refs/gantry')).catch(() => []))
			.filter((name) => name.endsWith('.lock'))
			.map((name) => join('refs/gantry', name))
	];
	await Promise.all(left.map((name) => rm(join(gitDir, name), { force: true, recursive: true })));
}

/** Keeps the cache small: now and then everything but `sha` is let go of. */
export async function tidyMirror(gitDir: string, sha: string, signal: AbortSignal): Promise<void> {
	const packs = await readdir(join(gitDir, 'objects/pack'));
	if (packs.filter((name) => name.endsWith('.pack')).length <= mostPacks) return;
	const refs = await runGit(['for-each-ref', '--format=%(refname)', 'refs/gantry'], {
		gitDir,
		signal
	});
	const names = refs.stdout.toString().split('\n').filter(Boolean);
	for (const name of names.filter((ref) => ref !== `refs/gantry/${sha}`)) {
		await runGit(['update-ref', '-d', name], { gitDir, signal });
	}
	await runGit(['gc', '--quiet', '--prune=now'], { gitDir, signal });
}
