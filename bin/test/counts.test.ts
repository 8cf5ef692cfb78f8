import { expect, test } from 'vitest';
import { addCounts, countReport } from './counts.ts';

const report = { success: true, numPassedTests: 7, numFailedTests: 0 };

test('takes the numbers of a report', () => {
	expect(countReport(report, 0)).toEqual({ passed: 7, failed: 0 });
	expect(countReport({ ...report, success: false, numFailedTests: 2 }, 1)).toEqual({
		passed: 7,
		failed: 2
	});
});

test('counts a red run without a failed test as one failure', () => {
	expect(countReport({ ...report, success: false }, 1).failed).toBe(1);
	expect(countReport(report, 1).failed).toBe(1);
	expect(countReport(report, null).failed).toBe(1);
	expect(countReport(null, 0)).toEqual({ passed: 0, failed: 1 });
});

test('adds up', () => {
	expect(
		addCounts([
			{ passed: 1, failed: 0 },
			{ passed: 2, failed: 3 }
		])
	).toEqual({
		passed: 3,
		failed: 3
	});
});
