import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sync } from '../durable.ts';

/** Leaves some of Node's threads to others. */
const atOnce = 3;

/**
 * Has everything below a folder, and the folder, written to the disk itself. Called when all is written:
 * the first call then waits for most of it, and the others for little.
 */
export async function syncTree(folder: string): Promise<void> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	// A link has no content of its own; its folder holds it.
	const paths = entries
		.filter((entry) => entry.isFile() || entry.isDirectory())
		.map(({ parentPath, name }) => join(parentPath, name));
	const left = paths[Symbol.iterator]();
	await Promise.all(
		Array.from({ length: atOnce }, async () => {
			for (const path of left) await sync(path);
		})
	);
	await sync(folder);
}
