import { expect, test } from 'vitest';
import { sameTab } from './sibling.ts';

test('the same tab of another one has its id and nothing else changed', () => {
	const ids = { from: 'a1', to: 'b2' };
	expect(sameTab('/services/a1', ids)).toBe('/services/b2');
	expect(sameTab('/services/a1/metrics', ids)).toBe('/services/b2/metrics');
	expect(sameTab('/projects/a1/variables/history', ids)).toBe('/projects/b2/variables/history');
});
