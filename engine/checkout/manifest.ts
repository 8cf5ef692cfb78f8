import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LfsObject } from './lfs-pointer.ts';

/** What a commit has beside its own objects, all of it fetched: written last, so that it is whole. */
export interface Manifest {
	modules: { path: string; sha: string; cache: string }[];
	/** Path → object in Git LFS. */
	objects: Record<string, LfsObject>;
}

const folderOf = (cache: string) => join(cache, 'gantry');
const fileOf = (cache: string, sha: string) => join(folderOf(cache), `${sha}.json`);

export const hasManifest = (cache: string, sha: string) => existsSync(fileOf(cache, sha));

export async function readManifest(cache: string, sha: string): Promise<Manifest> {
	return JSON.parse(await readFile(fileOf(cache, sha), 'utf8')) as Manifest;
}

/** Keeps this one alone: others may name objects that are let go of. */
export async function writeManifest(cache: string, sha: string, content: Manifest): Promise<void> {
	await mkdir(folderOf(cache), { recursive: true });
	const draft = `${fileOf(cache, sha)}.draft`;
	await writeFile(draft, JSON.stringify(content));
	for (const name of await readdir(folderOf(cache))) {
		if (name.endsWith('.json')) await rm(join(folderOf(cache), name));
	}
	await rename(draft, fileOf(cache, sha));
	const wanted = new Set(Object.values(content.objects).map(({ oid }) => oid));
	for (const name of await readdir(join(cache, 'lfs')).catch(() => [])) {
		if (!wanted.has(name)) await rm(join(cache, 'lfs', name), { force: true });
	}
}

export const objectFile = (cache: string, oid: string) => join(cache, 'lfs', oid);
