import type { LogPlaces } from './log-index.ts';
import { firstErrorRow } from './first-error.ts';
import { readPage, readPageAround } from './log-page.ts';
import { readRowsQuery, readSearchQuery } from './log-query.ts';
import { searchLog } from './search-log.ts';

const headers = { 'cache-control': 'no-store' };

/** Answers rows of a log: from a place on, around a line, or around the first error. Errors: invalid. */
export async function answerRows(index: LogPlaces, url: URL): Promise<Response> {
	const { view, line, isError, ...page } = readRowsQuery(url.searchParams);
	if (line !== null) {
		const found = await readPageAround(index, { line, rows: page.rows });
		return Response.json(found, { headers });
	}
	if (isError) {
		const row = await firstErrorRow(index, view);
		return Response.json({ row }, { headers });
	}
	return Response.json(await readPage(index, { view, ...page }), { headers });
}

/** Answers where in a log some words stand. Errors: invalid. */
export async function answerSearch(
	index: LogPlaces,
	{ url, signal }: { url: URL; signal: AbortSignal }
): Promise<Response> {
	const found = await searchLog(index, { ...readSearchQuery(url.searchParams), signal });
	return Response.json(found, { headers });
}
