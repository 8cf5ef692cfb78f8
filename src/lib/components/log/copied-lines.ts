import type { LogPage } from '#lib/rules/log-row.ts';
import { plainText } from './ansi.ts';
import type { LogFeed } from './log-feed.svelte.ts';

const pageRows = 500;
/** More than that is what the download is for. */
const mostLines = 10_000;

/** The text of some lines of a log, without numbers, times and colours; null: the server did not answer. */
export async function copiedLines(
	{ url, query: filter }: Pick<LogFeed, 'url' | 'query'>,
	[first, last]: [number, number]
): Promise<string | null> {
	const texts: string[] = [];
	const ask = async <Answer>(query: string): Promise<Answer | null> => {
		const answer = await fetch(`${url}/rows?${filter}${query}`).catch(() => null);
		return answer?.ok ? ((await answer.json()) as Answer) : null;
	};
	const place = await ask<LogPage & { row: number }>(`line=${first}&rows=1`);
	if (!place) return null;
	for (let from = place.row; texts.length < mostLines; from += pageRows) {
		const query = `view=${encodeURIComponent(place.view)}&from=${from}&rows=${pageRows}`;
		const page = await ask<LogPage>(query);
		if (!page) return null;
		const within = page.rows.filter(([number]) => number <= last);
		texts.push(...within.map(([, , , , text]) => plainText(text)));
		if (within.length < pageRows) break;
	}
	return texts.join('\n');
}
