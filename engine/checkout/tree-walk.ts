import { AppError } from '../error.ts';
import { folderNotFound } from './failures.ts';
import type { Tree, TreeEntry } from './port.ts';

/** An entry with Git's own id of its content. */
export interface ObjectEntry extends TreeEntry {
	object: string;
}

/** Reads objects of one repository by their ids. */
export interface ObjectReader {
	/** The tree of a commit. */
	rootOf(sha: string): Promise<string>;
	entries(tree: string): Promise<ObjectEntry[]>;
	text(blob: string): Promise<string>;
}

const parts = (path: string) => path.split('/').filter((part) => part !== '' && part !== '.');

/** The tree at `folder`. Walks by ids: a path never becomes part of a command. Errors: folder_not_found. */
export async function treeAt(reader: ObjectReader, sha: string, folder: string): Promise<string> {
	let tree = await reader.rootOf(sha);
	for (const part of parts(folder)) {
		const found = (await reader.entries(tree)).find((entry) => entry.name === part);
		if (found?.kind !== 'directory') throw folderNotFound(folder);
		tree = found.object;
	}
	return tree;
}

/** A commit's files below `folder`; every directory is read once. */
export function openTree(reader: ObjectReader, sha: string, folder: string): Tree {
	const directories = new Map<string, Promise<ObjectEntry[]>>();

	function directory(path: string): Promise<ObjectEntry[]> {
		let entries = directories.get(path);
		if (!entries) directories.set(path, (entries = readDirectory(path)));
		return entries;
	}

	async function readDirectory(path: string): Promise<ObjectEntry[]> {
		if (path === '') return reader.entries(await treeAt(reader, sha, folder));
		const entry = await find(path);
		return entry?.kind === 'directory' ? reader.entries(entry.object) : [];
	}

	async function find(path: string): Promise<ObjectEntry | undefined> {
		const names = parts(path);
		const name = names.pop();
		return (await directory(names.join('/'))).find((entry) => entry.name === name);
	}

	return {
		async list(path) {
			const entries = await directory(parts(path).join('/'));
			return entries.map(({ name, kind, size, object }) =>
				kind === 'submodule' ? { name, kind, size, commit: object } : { name, kind, size }
			);
		},
		async readText(path, maxBytes = 2 ** 20) {
			const entry = await find(path);
			if (entry?.kind !== 'file') return null;
			if (entry.size > maxBytes) {
				throw new AppError(
					'file_too_large',
					422,
					`${path} is larger than ${Math.round(maxBytes / 1024)} KB`,
					{ hint: 'Gantry reads it as text; it should be small.' }
				);
			}
			return reader.text(entry.object);
		}
	};
}
