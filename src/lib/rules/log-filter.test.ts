import { expect, test } from 'vitest';
import { isShown, readLogFilter, writeLogFilter } from './log-filter.ts';
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
	const nonsense = new URLSearchParams('level=loud&stream=9&process=<b>&replica=-1');
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
