import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import type { Commit } from '../spec.ts';

interface GitObject {
	sha: string;
	bytes: Buffer;
}

/** A commit that only its files decide: the same ones are the same commit on every installation. */
export interface SampleCommit extends Commit {
	objects: GitObject[];
}

const author = 'Gantry';
const committedAt = new Date('2026-11-21T00:00:00Z');

/** Makes one commit of a folder's files; folders in it are left out. */
export async function readSample(folder: string, message: string): Promise<SampleCommit> {
	const entries = await readdir(folder, { withFileTypes: true });
	const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
	const blobs = await Promise.all(
		// Git wants them by their bytes, whatever the language of the machine.
		names.sort().map(async (name) => ({ name, ...blobOf(await readFile(join(folder, name))) }))
	);
	const tree = gitObject(
		'tree',
		Buffer.concat(
			blobs.flatMap(({ name, sha }) => [Buffer.from(`100644 ${name}\0`), Buffer.from(sha, 'hex')])
		)
	);
	const person = `${author} <gantry@localhost> ${committedAt.getTime() / 1000} +0000`;
	const text = `tree ${tree.sha}\nauthor ${person}\ncommitter ${person}\n\n${message}\n`;
	const commit = gitObject('commit', Buffer.from(text));
	const objects = [...blobs.map(({ sha, bytes }) => ({ sha, bytes })), tree, commit];
	return { sha: commit.sha, tree: tree.sha, message, author, committedAt, objects };
}

const blobOf = (content: Buffer) => gitObject('blob', content);

/** As gitformat-loose(5) has it, before it is compressed. */
function gitObject(kind: 'blob' | 'tree' | 'commit', content: Buffer): GitObject {
	const bytes = Buffer.concat([Buffer.from(`${kind} ${content.length}\0`), content]);
	return { sha: createHash('sha1').update(bytes).digest('hex'), bytes };
}

const compress = promisify(deflate);

/** Writes the commit into a bare cache, the commit itself last; twice is once. */
export async function writeSample(gitDir: string, { objects }: SampleCommit): Promise<void> {
	for (const { sha, bytes } of objects) {
		const folder = join(gitDir, 'objects', sha.slice(0, 2));
		const file = join(folder, sha.slice(2));
		await mkdir(folder, { recursive: true });
		await writeFile(`${file}.draft`, await compress(bytes), { mode: 0o444 });
		await rename(`${file}.draft`, file);
	}
}
