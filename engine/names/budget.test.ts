import { describe, expect, it } from 'vitest';
import { certificateTries, TryBudget } from './budget.ts';

const minute = 60_000;

describe('TryBudget', () => {
	it('grants five tries at once, then one every fifteen minutes', () => {
		let now = 0;
		const budget = new TryBudget(certificateTries, () => now);
		const granted = Array.from({ length: 8 }, () => budget.take('a.test'));
		expect(granted.filter(Boolean)).toHaveLength(5);
		now += 14 * minute;
		expect(budget.take('a.test')).toBe(false);
		now += minute;
		expect(budget.take('a.test')).toBe(true);
		expect(budget.take('a.test')).toBe(false);
	});

	it('counts each host for itself', () => {
		const budget = new TryBudget(certificateTries, () => 0);
		for (let tries = 0; tries < 9; tries++) budget.take('a.test');
		expect(budget.take('b.test')).toBe(true);
	});

	it('starts a host afresh when told', () => {
		const budget = new TryBudget(certificateTries, () => 0);
		for (let tries = 0; tries < 9; tries++) budget.take('a.test');
		budget.forget('a.test');
		expect(budget.take('a.test')).toBe(true);
	});
});
