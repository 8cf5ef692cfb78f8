import { expect, test } from 'vitest';
import { atTimes, isShown, readLogFilter, writeLogFilter } from './log-filter.ts';
import { levelOf } from './log-level.ts';

const web = (text: string, replica = 1) => ({
	stream: 'stdout' as const,
	source: `gantry-${'a'.repeat(20)}-4f1c2a9d-${replica}`,
	text
});

test('an address and its filter say the same; nonsense filters nothing', () => {
	for (const query of ['', 'level=error&stream=stderr&process=web&replica=2', 'process=mailer']) {
		expect(writeLogFilter(readLogFilter(new URLSearchParams(query)))).toBe(query);
	}
	for (const query of [
		'last=15m',
		'since=2026-01-31T09%3A30',
		'since=2026-01-31T09%3A30%3A05&until=2026-02-01T00%3A00%3A00.250'
	]) {
		expect(writeLogFilter(readLogFilter(new URLSearchParams(query)))).toBe(query);
	}
	const nonsense = new URLSearchParams(
		'level=loud&stream=9&process=<b>&replica=-1&last=9y&since=then&until=2026-13-40T00:00'
	);
	expect(writeLogFilter(readLogFilter(nonsense))).toBe('');
});

test('shows the lines of one replica, process, stream or level', () => {
	const filter = (query: string) => readLogFilter(new URLSearchParams(query));
	expect(isShown(web('hello', 2), filter('replica=2'))).toBe(true);
	expect(isShown(web('hello', 1), filter('replica=2'))).toBe(false);
	expect(isShown(web('hello'), filter('process=web'))).toBe(true);
	expect(isShown(web('hello'), filter('process=mailer'))).toBe(false);
	expect(isShown(web('hello'), filter('stream=stderr'))).toBe(false);
	expect(isShown(web('Error: no'), filter('level=error'))).toBe(true);
});

test('times are UTC, and the last hour begins an hour ago', () => {
	const filter = readLogFilter(new URLSearchParams('since=2026-01-31T09:30'));
	expect(filter.since).toBe(Date.UTC(2026, 0, 31, 9, 30));
	const now = Date.UTC(2026, 0, 31, 12);
	const last = readLogFilter(new URLSearchParams('last=1h&until=2020-01-01T00:00'));
	expect(atTimes(last, now)).toMatchObject({ last: null, since: now - 3_600_000, until: null });
	expect(atTimes(filter, now)).toEqual(filter);
});

test.each([
	['TypeError: x is not a function', 'error'],
	['\u001b[31mError\u001b[0m: Cannot find module', 'error'],
	['npm ERR! code 1', 'error'],
	['{"level":50,"msg":"no"}', 'error'],
	['{"level":30,"msg":"error was mended"}', 'other'],
	['0 errors, 0 warnings', 'other'],
	['compiled error.js', 'other'],
	['npm WARN deprecated glob@7', 'warning'],
	['Listening on port 3000', 'other']
])('tells of %j that it is %s', (text, level) => {
	expect(levelOf(text)).toBe(level);
});
