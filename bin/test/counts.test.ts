import { expect, test } from 'vitest';
import { project } from '../up/project.js';
import { addCounts, countReport } from './counts.ts';

const report = { success: true, numPassedTests: 7, numFailedTests: 0, testResults: [] };
const file = (change: object) => ({
	name: `${project}/engine/a.test.ts`,
	status: 'failed',
	message: '',
	assertionResults: [],
	...change
});

test('takes the numbers of a report', () => {
	expect(countReport(report, 0)).toEqual({ passed: 7, failed: 0, failures: [] });
	const red = { ...report, success: false, numFailedTests: 2 };
	expect(countReport(red, 1)).toMatchObject({ passed: 7, failed: 2 });
});

test('counts a red run without a failed test as one failure', () => {
	expect(countReport({ ...report, success: false }, 1).failed).toBe(1);
	expect(countReport(report, 1).failed).toBe(1);
	expect(countReport(report, null).failed).toBe(1);
	expect(countReport(null, 0)).toMatchObject({ passed: 0, failed: 1 });
	expect(countReport(report, 1).failures).toHaveLength(1);
});

test('names what failed, with the first lines of why', () => {
	const long = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n');
	const failed = { fullName: 'a step ends', status: 'failed', failureMessages: [long] };
	const passed = { fullName: 'a step begins', status: 'passed', failureMessages: [] };
	const testResults = [
		file({ assertionResults: [passed, failed] }),
		file({ message: 'Cannot find module' })
	];
	const { failures } = countReport({ ...report, success: false, testResults }, 1);
	expect(failures[0]).toMatch(/^engine\/a\.test\.ts › a step ends\n {4}line 0\n.*line 7$/s);
	expect(failures.slice(1)).toEqual(['engine/a.test.ts\n    Cannot find module']);
});

test('adds up', () => {
	expect(
		addCounts([
			{ passed: 1, failed: 0, failures: [] },
			{ passed: 2, failed: 3, failures: ['one', 'two', 'three'] }
		])
	).toEqual({ passed: 3, failed: 3, failures: ['one', 'two', 'three'] });
});
