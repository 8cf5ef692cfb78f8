import { readFile } from 'node:fs/promises';
import { z } from 'zod';

export interface Counts {
	passed: number;
	failed: number;
}

const report = z.object({
	success: z.boolean(),
	numPassedTests: z.int(),
	numFailedTests: z.int()
});

/**
 * The numbers of a test project, out of Vitest's JSON report. A run that failed without a failed test
 * (a file that could not be loaded, a crash) counts as one failure: nothing red is ever summed up green.
 */
export function countReport(json: unknown, exitCode: number | null): Counts {
	const parsed = report.safeParse(json);
	if (!parsed.success) return { passed: 0, failed: 1 };
	const { numPassedTests: passed, numFailedTests: failed, success } = parsed.data;
	const isRed = !success || exitCode !== 0;
	return { passed, failed: isRed ? Math.max(failed, 1) : failed };
}

export async function readCounts(path: string, exitCode: number | null): Promise<Counts> {
	const json: unknown = await readFile(path, 'utf8').then(JSON.parse, () => null);
	return countReport(json, exitCode);
}

export function addCounts(all: Counts[]): Counts {
	return {
		passed: all.reduce((sum, { passed }) => sum + passed, 0),
		failed: all.reduce((sum, { failed }) => sum + failed, 0)
	};
}
