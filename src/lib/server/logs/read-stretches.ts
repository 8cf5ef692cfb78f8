import type { LogPlaces, Stretch } from './log-index.ts';
import { openSegment, type Segment } from './segments.ts';

/** A piece of a log: whole lines. */
export interface Piece extends Pick<Stretch, 'line' | 'offset'> {
	bytes: Buffer;
}

/** The pieces of a log from a line on, each read while the one before it is looked through. */
export function readStretches(index: LogPlaces, first: number): AsyncGenerator<Piece> {
	return ahead(inTurn(index, first));
}

async function* inTurn(index: LogPlaces, first: number): AsyncGenerator<Piece> {
	const { end } = index;
	let segment: Segment | null = null;
	try {
		for (let stretch = index.stretch(first); stretch && stretch.line < index.before;) {
			const { line, offset } = stretch;
			segment = await openAt(index.path, segment, offset);
			if (!segment) return;
			const to = Math.min(stretch.end, segment.end ?? end, end);
			yield { line, offset, bytes: await readBytes(segment, offset, to) };
			stretch = to < end ? index.stretchAt(to) : null;
		}
	} finally {
		await segment?.file.close();
	}
}

/** Asks for the next one before it gives one away. */
async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
	let next = source.next();
	try {
		for (;;) {
			const { done, value } = await next;
			if (done) return;
			next = source.next();
			// Whoever comes for it hears of it.
			next.catch(() => {});
			yield value;
		}
	} finally {
		await source.return(undefined);
	}
}

async function openAt(path: string, open: Segment | null, offset: number): Promise<Segment | null> {
	if (open && offset >= open.start && (open.end === null || offset < open.end)) return open;
	await open?.file.close();
	const segment = await openSegment(path, offset);
	if (!segment || segment.start <= offset) return segment;
	await segment.file.close();
	return null;
}

async function readBytes({ file, start }: Segment, from: number, to: number): Promise<Buffer> {
	const bytes = Buffer.allocUnsafe(Math.max(0, to - from));
	const { bytesRead } = await file.read(bytes, 0, bytes.length, from - start);
	return bytes.subarray(0, bytesRead);
}
