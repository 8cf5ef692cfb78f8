import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A log is one growing file. When that grows too large it is renamed to `<path>.old/<end>`, where
 * `end` counts all bytes the log ever had up to there. So one rename moves the whole numbering, and
 * an offset means the same line before and after it.
 */
export const rotatedFolder = (path: string) => `${path}.old`;

/** One file of a log, open for reading. */
export interface Segment {
	file: FileHandle;
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

/** Ends of the rotated files, ascending. */
export async function rotatedEnds(path: string): Promise<number[]> {
	const names = (await readdir(rotatedFolder(path)).catch(ignoreMissing)) ?? [];
	return names
		.map(Number)
		.filter(Number.isSafeInteger)
		.sort((a, b) => a - b);
}

/** Offset at which the growing file begins. */
export async function currentStart(path: string): Promise<number> {
	return (await rotatedEnds(path)).at(-1) ?? 0;
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
		const ends = await rotatedEnds(path);
		const end = ends.find((candidate) => candidate > offset) ?? null;
		const at = end === null ? path : join(rotatedFolder(path), String(end));
		const file = await open(at, 'r').catch(ignoreMissing);
		// A rotation between the two looks would number the bytes wrongly: look again.
		const settled = (await rotatedEnds(path)).join() === ends.join();
		if (settled && !file) return null;
		if (settled && file) {
			const start = end === null ? (ends.at(-1) ?? 0) : end - (await file.stat()).size;
			return { file, path: at, start, end };
		}
		await file?.close();
	}
}
