import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Has a file or a folder written to the disk itself, for the case of a power cut. Errors: those of the disk. */
export async function sync(path: string): Promise<void> {
	const handle = await open(path, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** The same of a rename into or out of a folder. */
export const syncFolderOf = (path: string) => sync(dirname(path));

/**
 * Replaces a file: whatever happens on the way, it is there as before or whole. Written first to "<path>.new".
 * Errors: those of the disk.
 */
export async function replaceFile(path: string, text: string, mode: number): Promise<void> {
	const draft = `${path}.new`;
	const file = await open(draft, 'w', mode);
	try {
		await file.writeFile(text);
		await file.sync();
	} finally {
		await file.close();
	}
	await rename(draft, path);
	await syncFolderOf(path);
}
