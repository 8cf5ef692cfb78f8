import type { Env } from '#env';
import type { DataPaths } from '#lib/rules/data-dir.ts';

/** One row of `gantry doctor`. */
export interface Finding {
	state: 'ok' | 'warning' | 'failure';
	what: string;
	detail: string;
}

export interface Patient {
	env: Env;
	paths: DataPaths;
}

export type Examination = (patient: Patient) => Promise<Finding[]>;

const marks = { ok: '✓', warning: '!', failure: '✗' };

export function describeFinding({ state, what, detail }: Finding): string {
	return `${marks[state]} ${what.padEnd(16)} ${detail}`;
}
