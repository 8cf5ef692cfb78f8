import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const lookEvery = 5;
const pageBytes = 4096;

/** What some work had in memory at most, in bytes. */
export interface Peak {
	/** Above what this process had before. */
	own: number;
	/** Of all programs that it started, together. */
	children: number;
}

/** Runs `work`, looking at the memory of this process and its children every few milliseconds. */
export async function peakOf(work: () => Promise<unknown>): Promise<Peak> {
	const before = process.memoryUsage.rss();
	const peak: Peak = { own: 0, children: 0 };
	const over = new AbortController();
	const watching = watch(peak, before, over.signal);
	try {
		await work();
	} finally {
		over.abort();
		await watching;
	}
	return peak;
}

async function watch(peak: Peak, before: number, signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		peak.own = Math.max(peak.own, process.memoryUsage.rss() - before);
		peak.children = Math.max(peak.children, await residentBelow(process.pid));
		await delay(lookEvery, undefined, { signal }).catch(() => {});
	}
}

async function residentBelow(pid: number): Promise<number> {
	const listed = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
	const sizes = listed
		.split(' ')
		.filter(Boolean)
		.map(async (child) => (await resident(child)) + (await residentBelow(Number(child))));
	return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** 0: it has ended. */
async function resident(pid: string): Promise<number> {
	const sizes = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '0 0');
	return Number(sizes.split(' ')[1]) * pageBytes;
}
