import { open, stat } from 'node:fs/promises';
import { asideFiles } from '#engine/logs/aside-files.ts';
import { PackedFile, type LogBytes } from './packed-file.ts';

/** One file of a log, open for reading. */
export interface Segment {
	file: LogBytes;
	path: string;
	/** Offset in the log of the file's first byte. */
	start: number;
	/** Offset of its end when nothing is added any more, else null. */
	end: number | null;
}

const ignoreMissing = (error: NodeJS.ErrnoException) => {
	if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
	throw error;
};

/** Offset at which the growing file begins. */
export async function currentStart(path: string): Promise<number> {
	return (await asideFiles(path)).at(-1)?.end ?? 0;
}

/** Is this still the file that the path names? */
export async function isCurrent(segment: Segment): Promise<boolean> {
	const named = await stat(segment.path).catch(ignoreMissing);
	return named !== null && named.ino === (await segment.file.stat()).ino;
}

/**
 * Opens the file that holds `offset`, or the oldest that is kept when that one was removed.
 * null: no such file yet.
 */
export async function openSegment(path: string, offset: number): Promise<Segment | null> {
	for (;;) {
		const aside = await asideFiles(path);
		const found = aside.find(({ end }) => end > offset);
		const at = found?.path ?? path;
		const file = await (found?.isPacked ? PackedFile.open(at) : open(at, 'r')).catch(ignoreMissing);
		// A rotation between the two looks would number the bytes wrongly: look again.
		const settled = namesOf(await asideFiles(path)) === namesOf(aside);
		if (settled && !file) return null;
		if (settled && file) {
			if (!found) return { file, path: at, start: aside.at(-1)?.end ?? 0, end: null };
			return { file, path: at, start: found.end - (await file.stat()).size, end: found.end };
		}
		await file?.close();
	}
}

const namesOf = (aside: readonly { path: string }[]) => aside.map(({ path }) => path).join('\n');
