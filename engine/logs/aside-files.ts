import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../durable.ts';

/** A part of a log that is not added to any more. */
export interface AsideFile {
	/** Bytes that the whole log had up to its end. */
	end: number;
	path: string;
	/** It is compressed, and named "<end>.gz". */
	isPacked: boolean;
}

/**
 * A log is one growing file. When that grows too large it is renamed to `<path>.old/<end>`, where
 * `end` counts all bytes the log ever had up to there. So one rename moves the whole numbering, and
 * an offset means the same line before and after it.
 */
export const asideFolder = (path: string) => `${path}.old`;

/** What was put aside of a log and is kept, oldest first. */
export async function asideFiles(path: string): Promise<AsideFile[]> {
	const folder = asideFolder(path);
	const names = await readdir(folder).catch(noneYet);
	const files = new Map<number, AsideFile>();
	for (const name of names) {
		const [, digits, packed] = /^(\d{1,15})(\.gz)?$/.exec(name) ?? [];
		if (digits === undefined) continue;
		const end = Number(digits);
		// One that was just packed is there twice for a moment.
		if (files.get(end)?.isPacked) continue;
		files.set(end, { end, path: join(folder, name), isPacked: packed !== undefined });
	}
	return [...files.values()].sort((a, b) => a.end - b.end);
}

/**
 * Puts the growing file of a log aside. Numbers of lines outlive the files that are removed later: how many
 * there were up to each end is written down beside them. Errors: those of the disk.
 */
export async function putAside(path: string): Promise<void> {
	const before = await asideFiles(path);
	const start = before.at(-1)?.end ?? 0;
	const end = start + (await stat(path)).size;
	await mkdir(asideFolder(path), { recursive: true });
	await rename(path, join(asideFolder(path), String(end)));
	await countLines(path);
}

/** Removes what was put aside up to an offset, packed or not. */
export async function removeAside(path: string, end: number): Promise<void> {
	const plain = join(asideFolder(path), String(end));
	await rm(plain, { force: true });
	await rm(`${plain}.gz`, { force: true });
}

/** How many lines a log had up to one of the offsets where its files meet. */
export async function linesUpTo(path: string, offset: number): Promise<number> {
	return (await readTotals(path)).get(offset) ?? 0;
}

const totalsFile = (path: string) => join(asideFolder(path), 'lines');

/** Completes what is written down: whoever was to do it may have been lost on the way. */
async function countLines(path: string): Promise<void> {
	const totals = await readTotals(path);
	const files = await asideFiles(path);
	const kept = new Map<number, number>();
	let start = 0;
	for (const { end, path: file, isPacked } of files) {
		if (kept.size === 0) {
			// Where the oldest one begins: the last place that was known before its end.
			const places = [...totals.keys()].filter((place) => place < end);
			start = places.length > 0 ? Math.max(...places) : end - (await stat(file)).size;
			kept.set(start, totals.get(start) ?? 0);
		}
		const known = totals.get(end);
		kept.set(end, known ?? (kept.get(start) ?? 0) + (isPacked ? 0 : await lineEnds(file)));
		start = end;
	}
	const text = [...kept].map(([offset, lines]) => `${offset} ${lines}\n`).join('');
	await replaceFile(totalsFile(path), text, 0o640);
}

async function readTotals(path: string): Promise<Map<number, number>> {
	const text = await readFile(totalsFile(path), 'utf8').catch((error: NodeJS.ErrnoException) => {
		noneYet(error);
		return '';
	});
	const lines = text.split('\n').filter(Boolean);
	return new Map(lines.map((line) => line.split(' ').map(Number) as [number, number]));
}

async function lineEnds(path: string): Promise<number> {
	let count = 0;
	for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
		const bytes = chunk as Buffer;
		for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count++;
	}
	return count;
}

function noneYet(error: NodeJS.ErrnoException): never[] {
	if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
	throw error;
}
