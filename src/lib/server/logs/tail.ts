import { pageBefore, type LogPage } from './page.ts';

/** The last `lines` lines of a log; a stream from the page's `end` shows what comes after them. */
export function tailLog(path: string, lines: number): Promise<LogPage> {
	return pageBefore(path, { lines });
}
