import { expect, test } from 'vitest';
import { visibleRows } from './visible-rows.ts';

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
