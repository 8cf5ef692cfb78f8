import { matches, type AccessFilter } from '#lib/rules/access-filter.ts';
import { unpackRow } from '#lib/rules/access-row.ts';
import { streamLogBatches } from '../logs/stream.ts';
import type { SseChannel } from '../sse.ts';

/** More at once are no use to a reader, who sees the newest first. */
const mostRows = 200;

/** Tells a browser of requests as they come; the id of each message is where to go on. */
export async function sendRequests(
	{ send, signal }: SseChannel,
	{ path, from, filter }: { path: string; from: number; filter: AccessFilter }
): Promise<void> {
	for await (const lines of streamLogBatches(path, { from, follow: true, signal })) {
		const rows = lines.flatMap(({ at, text }) => {
			const row = unpackRow(at, text);
			return row && matches(row, filter) ? [row] : [];
		});
		const id = lines.at(-1)?.offset;
		if (rows.length > 0) await send({ text: JSON.stringify(rows.slice(-mostRows)), id });
	}
}
