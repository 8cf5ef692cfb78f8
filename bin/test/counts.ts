import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { project } from '../up/project.js';

export interface Counts {
	passed: number;
	failed: number;
	/** What failed, each with the first lines of why: the end of a long output says all that is red. */
	failures: string[];
}

const report = z.object({
	success: z.boolean(),
	numPassedTests: z.int(),
	numFailedTests: z.int(),
	testResults: z.array(
		z.object({
			name: z.string(),
			status: z.string(),
			message: z.string().default(''),
			assertionResults: z.array(
				z.object({
					fullName: z.string(),
					status: z.string(),
					failureMessages: z.array(z.string()).nullish()
				})
			)
		})
	)
});

type Report = z.infer<typeof report>;

/**
 * The numbers of a test project, out of Vitest's JSON report. A run that failed without a failed test
 * (a file that could not be loaded, a crash) counts as one failure: nothing red is ever summed up green.
 */
export function countReport(json: unknown, exitCode: number | null): Counts {
	const parsed = report.safeParse(json);
	if (!parsed.success)
		return { passed: 0, failed: 1, failures: ['There is no report of the run.'] };
	const { numPassedTests: passed, numFailedTests: failed, success, testResults } = parsed.data;
	const isRed = !success || exitCode !== 0;
	const failures = testResults.flatMap(failuresOf);
	if (isRed && failures.length === 0) failures.push('The run failed, but no test of it did.');
	return { passed, failed: isRed ? Math.max(failed, 1) : failed, failures };
}

function failuresOf(file: Report['testResults'][number]): string[] {
	const path = relative(project, file.name);
	const failed = file.assertionResults.filter(({ status }) => status === 'failed');
	if (failed.length > 0) {
		return failed.map(({ fullName, failureMessages }) =>
			firstLines(`${path} › ${fullName}`, failureMessages?.[0] ?? '')
		);
	}
	return file.status === 'failed' ? [firstLines(path, file.message)] : [];
}

function firstLines(name: string, message: string): string {
	const lines = stripVTControlCharacters(message).split('\n').slice(0, 8);
	return [name, ...lines.map((line) => `    ${line}`)].join('\n').trimEnd();
}

export async function readCounts(path: string, exitCode: number | null): Promise<Counts> {
	const json: unknown = await readFile(path, 'utf8').then(JSON.parse, () => null);
	return countReport(json, exitCode);
}

export function addCounts(all: Counts[]): Counts {
	return {
		passed: all.reduce((sum, { passed }) => sum + passed, 0),
		failed: all.reduce((sum, { failed }) => sum + failed, 0),
		failures: all.flatMap(({ failures }) => failures)
	};
}
