import { matches, type AccessFilter } from '#lib/rules/access-filter.ts';
import { unpackRow, type AccessRow } from '#lib/rules/access-row.ts';
import { dataPaths } from '#lib/rules/data-dir.ts';
import type { Context } from '../context.ts';
import { logEnd, pageBefore } from '../logs/page.ts';
import { findService } from '../services/find-service.ts';

const chunkLines = 2_000;
/** A filter that finds next to nothing is not looked for in all of a big log at once. */
const mostScanned = 100_000;

export interface RequestPage {
	/** Newest first. */
	rows: AccessRow[];
	/** Where older ones begin, for `before`; null when there are none. */
	next: number | null;
	/** Where the log ended, for a stream of what comes after. */
	end: number;
	/** It was not looked through to the page's end: `next` goes on. */
	isCut: boolean;
}

/** A page of what visitors asked a service for. Errors: not_found. */
export async function listRequests(
	ctx: Context,
	input: { serviceId: string; filter: AccessFilter; before?: number; limit?: number }
): Promise<RequestPage> {
	const { serviceId, filter, limit = 100 } = input;
	const { id } = await findService(ctx, { serviceId, permission: 'projects:see' });
	const path = dataPaths(ctx.env.GANTRY_DATA_DIR).requestLog(id);
	const end = await logEnd(path);
	const rows: AccessRow[] = [];
	let before = Math.min(input.before ?? end, end);
	for (let scanned = 0; scanned < mostScanned && before > 0; scanned += chunkLines) {
		const page = await pageBefore(path, { before, lines: chunkLines });
		if (page.lines.length === 0) return { rows, next: null, end, isCut: false };
		for (let index = page.lines.length - 1; index >= 0; index--) {
			const line = page.lines[index];
			const row = line && unpackRow(line.at, line.text);
			if (!row || !matches(row, filter)) continue;
			rows.push(row);
			if (rows.length < limit) continue;
			const next = page.lines[index - 1]?.offset ?? page.start;
			return { rows, next: next > 0 ? next : null, end, isCut: false };
		}
		before = page.start;
	}
	return { rows, next: before > 0 ? before : null, end, isCut: before > 0 };
}
