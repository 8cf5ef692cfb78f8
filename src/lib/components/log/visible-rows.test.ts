import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentHeight, scrollTopOf, visibleRows } from './visible-rows.ts';

const rowHeight = 20;

test('shows only the rows in sight and a few more', () => {
	const options = { count: 100_000, rowHeight, spare: 5 };
	const view = { height: 400 };
	expect(visibleRows({ top: 0, ...view }, options)).toEqual({ first: 0, end: 25, top: 0 });
	expect(visibleRows({ top: 10_000, ...view }, options)).toEqual({
		first: 495,
		end: 525,
		top: 9900
	});
	expect(visibleRows({ top: 1_999_600, ...view }, options)).toEqual({
		first: 99_975,
		end: 100_000,
		top: 1_999_500
	});
	expect(visibleRows({ top: 900, ...view }, { ...options, count: 3 })).toEqual({
		first: 0,
		end: 3,
		top: 0
	});
});

test('reaches every row, however many there are', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 50_000_000 }),
			fc.integer({ min: 20, max: 2000 }),
			fc.double({ min: 0, max: 1, noNaN: true }),
			(count, height, share) => {
				const row = Math.floor(share * (count - 1));
				const rows = { count, rowHeight };
				const top = scrollTopOf(row, height, rows);
				expect(top).toBeGreaterThanOrEqual(0);
				expect(top).toBeLessThanOrEqual(Math.max(0, contentHeight(rows) - height) + 0.01);
				const shown = visibleRows({ top, height }, { ...rows, spare: 1 });
				expect(shown.first).toBeLessThanOrEqual(row);
				expect(shown.end).toBeGreaterThan(row);
				expect(shown.end - shown.first).toBeLessThanOrEqual(height / rowHeight + 4);
			}
		)
	);
});
