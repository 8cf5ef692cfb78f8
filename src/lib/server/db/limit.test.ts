import { expect, test } from 'vitest';
import { limitTo } from './limit.ts';

test('a limit is a whole number and nothing else', () => {
	expect(limitTo(9).sql).toBe('limit 9');
	for (const rows of [-1, 1.5, Number.NaN, '1; drop table project' as unknown as number]) {
		expect(() => limitTo(rows)).toThrow(RangeError);
	}
});
