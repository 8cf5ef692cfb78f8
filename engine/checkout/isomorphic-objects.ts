import fs from 'node:fs';
import { Readable } from 'node:stream';
import git from 'isomorphic-git';
import { pack } from 'tar-stream';
import type { ObjectEntry, ObjectReader } from './tree-walk.ts';

const kinds: Record<string, ObjectEntry['kind']> = {
	'040000': 'directory',
	'120000': 'symlink',
	'160000': 'submodule'
};

/** Reads objects through isomorphic-git; `cache` keeps the pack's index between calls. */
export function isomorphicObjects(gitdir: string, cache: object = {}): ObjectReader {
	const blob = async (oid: string) => (await git.readBlob({ fs, gitdir, cache, oid })).blob;
	return {
		async rootOf(sha) {
			return (await git.readCommit({ fs, gitdir, cache, oid: sha })).commit.tree;
		},
		async entries(oid) {
			const { tree } = await git.readTree({ fs, gitdir, cache, oid });
			return Promise.all(
				tree.map(async ({ path, mode, oid: object, type }) => ({
					name: path,
					kind: kinds[mode] ?? 'file',
					object,
					size: type === 'blob' ? (await blob(object)).length : 0
				}))
			);
		},
		async text(object) {
			return Buffer.from(await blob(object)).toString('utf8');
		}
	};
}

/** The files of a tree as a tar stream; one file is held in memory at a time. */
export function tarOfTree(
	gitdir: string,
	{ tree, mtime, signal }: { tree: Promise<string>; mtime: Promise<Date>; signal: AbortSignal }
): Readable {
	const tar = pack();
	const cache = {};

	async function add(oid: string, prefix: string, when: Date): Promise<void> {
		for (const entry of (await git.readTree({ fs, gitdir, cache, oid })).tree) {
			signal.throwIfAborted();
			const name = prefix + entry.path;
			if (entry.type === 'tree') {
				tar.entry({ name: `${name}/`, type: 'directory', mode: 0o775, mtime: when });
				await add(entry.oid, `${name}/`, when);
			} else if (entry.type === 'commit') {
				tar.entry({ name: `${name}/`, type: 'directory', mode: 0o775, mtime: when });
			} else {
				const { blob } = await git.readBlob({ fs, gitdir, cache, oid: entry.oid });
				const content = Buffer.from(blob);
				const isLink = entry.mode === '120000';
				await new Promise<void>((resolve, reject) => {
					tar.entry(
						isLink
							? { name, type: 'symlink', linkname: content.toString(), mtime: when }
							: { name, mode: entry.mode === '100755' ? 0o775 : 0o664, mtime: when },
						isLink ? '' : content,
						(error) => (error ? reject(error) : resolve())
					);
				});
			}
		}
	}

	Promise.all([tree, mtime])
		.then(([oid, when]) => add(oid, '', when))
		.then(
			() => tar.finalize(),
			(error: Error) => tar.destroy(error)
		);
	return Readable.from(tar);
}
