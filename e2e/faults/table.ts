import type { Row } from './experiment.ts';

const cell = (text: string) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();

/** One line an experiment. */
export function markdownTable(rows: Row[]): string {
	return [
		'| # | what was done | outcome | invariants | seconds | passed |',
		'|---|---|---|---|---|---|',
		...rows.map(
			({ id, strike, outcome, invariants, seconds, passed }) =>
				`| ${id} | ${cell(strike)} | ${cell(outcome)} | ${cell(invariants)} | ${seconds.toFixed(1)} | ${passed ? 'yes' : '**no**'} |`
		)
	].join('\n');
}
