import { open } from 'node:fs/promises';
import { asideFiles } from './aside-files.ts';

/** Milliseconds by which Docker's lines of one container may be out of order. */
export const disorder = 100;

export interface Resume {
	/** Milliseconds from which on the container's log is to be read again; null: from its start. */
	since: number | null;
	/** Lines that are in the file already, counted by time and stream. */
	known: Map<string, number>;
}

export const lineKey = (at: number, stream: 'stdout' | 'stderr') => `${at}${stream}`;

/**
 * Finds in a log where a container's lines end: what a follower needs in order to go on without
 * losing or repeating one. The log itself is the memory. Reads from its end only as far as needed.
 */
export async function resumePoint(path: string, container: string): Promise<Resume> {
	const known = new Map<string, number>();
	let latest = 0;
	for await (const line of logBackwards(path)) {
		const [time = '', letter, source] = line.split('\t', 3);
		if (source !== container || letter === 'g') continue;
		const at = Number(time);
		if (at < latest - disorder) break;
		latest = Math.max(latest, at);
		const key = lineKey(at, letter === 'e' ? 'stderr' : 'stdout');
		known.set(key, (known.get(key) ?? 0) + 1);
	}
	return { since: known.size === 0 ? null : latest - disorder, known };
}

/** The lines of a log, the last one first; those of the file put aside last come after the growing one's. */
async function* logBackwards(path: string): AsyncGenerator<string> {
	yield* linesBackwards(path);
	// The one put aside last is never packed while its containers may go on.
	const last = (await asideFiles(path)).at(-1);
	if (last && !last.isPacked) yield* linesBackwards(last.path);
}

/** The lines of a file, the last one first. */
async function* linesBackwards(path: string): AsyncGenerator<string> {
	const file = await open(path, 'r').catch(() => null);
	if (!file) return;
	try {
		let at = (await file.stat()).size;
		let rest: Buffer = Buffer.alloc(0);
		while (at > 0) {
			const size = Math.min(64 * 1024, at);
			at -= size;
			const block = Buffer.alloc(size);
			await file.read(block, 0, size, at);
			const held = Buffer.concat([block, rest]);
			// Cut at line ends only: a character of several bytes is never torn.
			const first = at === 0 ? 0 : held.indexOf(0x0a) + 1;
			if (at > 0 && first === 0) {
				rest = held;
				continue;
			}
			rest = held.subarray(0, first);
			yield* held.subarray(first).toString('utf8').split('\n').filter(Boolean).reverse();
		}
	} finally {
		await file.close();
	}
}
