import { setTimeout as delay } from 'node:timers/promises';
import type { LogNews } from '#lib/rules/log-row.ts';
import type { SseChannel } from '../sse.ts';
import { LineReader } from './line-reader.ts';
import type { LogPlaces } from './log-index.ts';
import { placeOf } from './log-page.ts';
import { FileWatch } from './watch.ts';

/** Lines of one message: what fits on a screen many times over. Others are fetched when looked at. */
const mostRows = 256;
/** A log that grows without pause is told of so often, in milliseconds. */
const pace = 30;

/**
 * Tells a reader how long the log is and what came last, at once and with each change; the id of a message
 * is the number of the log's last line. Ends at the end of what is there when `follow` is false. Answers
 * the number of the last line that was told of.
 */
export async function sendNews(
	{ send, signal }: SseChannel,
	{ index, from, follow }: { index: LogPlaces; from: number; follow: boolean }
): Promise<number> {
	let told = from;
	let isFirst = true;
	while (!signal.aborted) {
		const { growingFrom } = index;
		const watch = follow ? new FileWatch(index.path, signal) : null;
		try {
			// Another file grows after a rotation: it needs a watch of its own.
			while (!signal.aborted && index.growingFrom === growingFrom) {
				await index.extend();
				const isNew = index.lines !== told || isFirst;
				if (isNew) {
					const news = await newsSince(index, told);
					told = news.lines;
					await send({ text: JSON.stringify(news), id: told });
					isFirst = false;
				}
				if (!watch) return told;
				if (!isNew) await watch.next();
				else await delay(pace, undefined, { signal }).catch(() => {});
			}
		} finally {
			watch?.close();
		}
	}
	return told;
}

async function newsSince(index: LogPlaces, line: number): Promise<LogNews> {
	const { id: log, lines } = index;
	// Others may extend the index while lines are read: what is told must be of one moment.
	const counts = countsOf(index);
	const known = line <= lines ? line : 0;
	const first = Math.max(known + 1, lines - mostRows + 1, index.first);
	await using reader = new LineReader(index);
	const rows = await reader.read(first, lines - first + 1);
	return { log, lines, counts, rows: rows.filter(([number]) => placeOf(index, number) !== null) };
}

/** How many rows each view has. */
export function countsOf(index: LogPlaces): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const [view, { count }] of index.views) counts[view] = count;
	return counts;
}
