import { statfs } from 'node:fs/promises';

export interface Space {
	freeBytes: number;
	totalBytes: number;
}

/** What the disk of a folder has left for everybody but root. Errors: those of the file system. */
export async function diskSpace(folder: string): Promise<Space> {
	const { bavail, blocks, bsize } = await statfs(folder);
	return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
