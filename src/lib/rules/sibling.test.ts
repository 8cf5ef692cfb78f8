import { expect, test } from 'vitest';
import { projectTab, sameTab } from './sibling.ts';

test('the same tab of another one has its id and nothing else changed', () => {
	const ids = { from: 'a1', to: 'b2' };
	expect(sameTab('/services/a1', ids)).toBe('/services/b2');
	expect(sameTab('/services/a1/metrics', ids)).toBe('/services/b2/metrics');
	expect(sameTab('/projects/a1/variables/history', ids)).toBe('/projects/b2/variables/history');
});

test('from a service to another project leads to the tab that both have, else to its services', () => {
	expect(projectTab('/services/a1/variables/history', 'p2')).toBe('/projects/p2/variables');
	expect(projectTab('/services/a1/settings', 'p2')).toBe('/projects/p2/settings');
	expect(projectTab('/services/a1/metrics', 'p2')).toBe('/projects/p2');
	expect(projectTab('/services/a1', 'p2')).toBe('/projects/p2');
});
