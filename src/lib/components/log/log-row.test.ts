import { expect, test } from 'vitest';
import { findRows, lineHash, parseLineHash, visibleRows, type LogRow } from './log-row.ts';

const row = (text: string): LogRow => ({
	number: 1,
	at: 0,
	source: 'build',
	stream: 'stdout',
	text
});

test('finds words in any case, through colours', () => {
	const rows = [row('\u001b[31mErr\u001b[1mor\u001b[0m'), row('fine'), row('no error')];
	expect(findRows(rows, ' error ')).toEqual([0, 2]);
	expect(findRows(rows, ' ')).toEqual([]);
});

test('reads and writes links to lines', () => {
	expect(parseLineHash('#L120')).toEqual([120, 120]);
	expect(parseLineHash('#L140-L120')).toEqual([120, 140]);
	expect(parseLineHash('#L1x')).toBeNull();
	expect(parseLineHash('')).toBeNull();
	expect([lineHash([3, 3]), lineHash([3, 9])]).toEqual(['#L3', '#L3-L9']);
});

test('shows only the rows in sight and a few more, at any length', () => {
	const options = { count: 1_000_000, rowHeight: 20, spare: 5 };
	expect(visibleRows({ top: 0, height: 400 }, options)).toEqual({ first: 0, end: 25 });
	expect(visibleRows({ top: 10_000, height: 400 }, options)).toEqual({ first: 495, end: 525 });
	expect(visibleRows({ top: 19_999_600, height: 400 }, options)).toEqual({
		first: 999_975,
		end: 1_000_000
	});
	expect(visibleRows({ top: 900, height: 400 }, { ...options, count: 3 })).toEqual({
		first: 3,
		end: 3
	});
});
