import { expect, test } from 'vitest';
import { clockSkew } from './clock-skew.ts';

const database = 1_800_000_000_000;

test('clocks that agree are well', () => {
	expect(clockSkew([{ name: 'panel', at: database + 4_900, database }])).toEqual({
		ok: true,
		detail: 'Those of panel, worker and database agree within 5 s.'
	});
});

test('says whose clock is wrong, and by how much', () => {
	expect(
		clockSkew([
			{ name: 'panel', at: database - 10_000, database },
			{ name: 'worker', at: database + 3_600_000, database }
		])
	).toEqual({
		ok: false,
		detail:
			"They differ: the panel's is 10 s behind the database's, the worker's is 3600 s ahead of the database's. Times may be shown wrong."
	});
});
