import { expect, test } from 'vitest';
import type { LogRow } from '#lib/rules/log-row.ts';
import { findRows } from './find-rows.ts';

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
