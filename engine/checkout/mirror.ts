import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runGit } from './run-git.ts';

/** Many small packs make every fetch slower; above this they are packed into one. */
const mostPacks = 30;

/** A cache that has it is whole. */
const lastWritten = 'info/attributes';

/** What `git init --bare` leaves (gitrepository-layout(5)), without a process: whoever deploys first waits for it. */
async function makeMirror(gitDir: string): Promise<void> {
	const folders = ['info', 'objects/info', 'objects/pack', 'refs/heads', 'refs/gantry'];
	await Promise.all(folders.map((folder) => mkdir(join(gitDir, folder), { recursive: true })));
	await writeFile(join(gitDir, 'HEAD'), 'ref: refs/heads/main\n');
	await writeFile(
		join(gitDir, 'config'),
		'[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n'
	);
	// An archive shall hold what a checkout would: all files, unchanged.
	await writeFile(join(gitDir, lastWritten), '* -export-ignore -export-subst\n');
}

/** Makes the bare cache if it is missing and clears what a killed fetch left in it. */
export async function prepareMirror(gitDir: string): Promise<{ isNew: boolean }> {
	if (!existsSync(join(gitDir, lastWritten))) {
		await makeMirror(gitDir);
		return { isNew: true };
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
	return { isNew: false };
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
