import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

async function filesIn(root: string, path: string): Promise<string[]> {
	const found = await stat(join(root, path)).catch(() => null);
	if (!found) return [];
	if (!found.isDirectory()) return [path];
	const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

/**
 * A short digest of all files under the given paths (names and contents): the same as long as nothing
 * that a build depends on has changed. Missing paths count as empty; `ignore` names what is left out.
 */
export async function stampOf(
	root: string,
	paths: string[],
	ignore: (path: string) => boolean = () => false
): Promise<string> {
	const hash = createHash('sha256');
	const files = (await Promise.all(paths.map((path) => filesIn(root, path)))).flat();
	for (const file of files.filter((path) => !ignore(path)).sort()) {
		const content = await readFile(join(root, file));
		hash.update(`${file}\0${content.length}\0`).update(content);
	}
	return hash.digest('hex').slice(0, 16);
}
