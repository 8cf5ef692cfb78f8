import { open, readdir, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';

/** A place in the access log, which stays true when its file is renamed. */
export interface AccessPosition {
	/** Of the file: see `AccessFile`. */
	mark: number;
	offset: number;
}

export interface AccessFile {
	path: string;
	/**
	 * Made of how the file begins, which holds the time of its first line: names change, and the number
	 * of a removed file is soon another's.
	 */
	mark: number;
}

export interface AccessLine {
	text: string;
	/** Where it ends. */
	position: AccessPosition;
}

const chunkBytes = 256 * 1024;
/** Longer ones are none of Caddy's. */
const longestLine = 1024 * 1024;
/** Every line is longer, and is written at once. */
const markBytes = 64;

/** All files of the access log that hold a line, oldest first: Caddy puts the time of rolling into the name. */
export async function accessFiles(path: string): Promise<AccessFile[]> {
	const [folder, stem] = [dirname(path), basename(path, '.log')];
	const names = (await readdir(folder).catch(ignoreMissing)) ?? [];
	const rolled = names.filter((name) => name.startsWith(`${stem}-`) && name.endsWith('.log'));
	const files: AccessFile[] = [];
	for (const name of [...rolled.sort(), basename(path)]) {
		const at = join(folder, name);
		const file = await open(at, 'r').catch(ignoreMissing);
		if (!file) continue;
		const mark = await markOf(file).finally(() => file.close());
		// Renamed between two looks, it is there twice.
		if (mark !== null && files.every((other) => other.mark !== mark))
			files.push({ path: at, mark });
	}
	return files;
}

async function markOf(file: FileHandle): Promise<number | null> {
	const head = Buffer.alloc(markBytes);
	const { bytesRead } = await file.read(head, 0, markBytes, 0);
	return bytesRead < markBytes ? null : crc32(head);
}

/**
 * All whole lines after a place, as they are now; from the oldest on when that place is gone. Rolled files
 * that are not read yet are read first.
 */
export async function* linesAfter(
	path: string,
	position: AccessPosition | null
): AsyncGenerator<AccessLine[]> {
	const files = await accessFiles(path);
	const begun = files.findIndex(({ mark }) => mark === position?.mark);
	for (const { path: at, mark } of files.slice(Math.max(0, begun))) {
		const file = await open(at, 'r').catch(ignoreMissing);
		if (!file) continue;
		try {
			// Rolled since it was listed: the next look finds it under its new name.
			if ((await markOf(file)) !== mark) return;
			yield* linesOf(file, { mark, offset: mark === position?.mark ? position.offset : 0 });
		} finally {
			await file.close();
		}
	}
}

async function* linesOf(
	file: FileHandle,
	{ mark, offset: from }: AccessPosition
): AsyncGenerator<AccessLine[]> {
	let offset = from;
	let rest = Buffer.alloc(0);
	for (;;) {
		const chunk = Buffer.allocUnsafe(chunkBytes);
		const { bytesRead } = await file.read(chunk, 0, chunkBytes, offset + rest.length);
		if (bytesRead === 0) return;
		const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
		const lines: AccessLine[] = [];
		let start = 0;
		for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
			const position = { mark, offset: offset + end + 1 };
			lines.push({ text: bytes.toString('utf8', start, end), position });
			start = end + 1;
		}
		if (start === 0 && bytes.length > longestLine) start = bytes.length;
		rest = bytes.subarray(start);
		offset += start;
		if (lines.length > 0) yield lines;
	}
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
	if (error.code === 'ENOENT') return null;
	throw error;
}
