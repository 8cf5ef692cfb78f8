import type { DotenvProblem } from '#lib/rules/dotenv.ts';

/** The mistakes of a .env text in one paragraph, the first five of them with their lines. */
export function problemText(problems: readonly DotenvProblem[]): string {
	const listed = problems.slice(0, 5).map(({ line, message }) => `Line ${line}: ${message}`);
	const more = problems.length > 5 ? [`… and ${problems.length - 5} more.`] : [];
	return [...listed, ...more].join(' ');
}
