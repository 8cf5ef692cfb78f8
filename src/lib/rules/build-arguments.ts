import { buildArgumentProblem } from '#engine/build/build-argument.ts';

const most = 100;

/** `KEY=value` a line, the value as it is written; problems name their lines. */
export function parseBuildArguments(
	text: string
): { ok: true; value: Record<string, string> } | { ok: false; problems: string[] } {
	const found = new Map<string, { line: number; value: string }>();
	const problems: string[] = [];
	for (const [index, line] of text
		.replace(/^\uFEFF/, '')
		.split(/\r?\n/)
		.entries()) {
		if (line.trim() === '') continue;
		const say = (problem: string) => problems.push(`Line ${index + 1}: ${problem}`);
		const equals = line.indexOf('=');
		const key = line.slice(0, Math.max(equals, 0)).trim();
		const value = line.slice(equals + 1);
		const earlier = found.get(key);
		const problem = equals === -1 ? 'There is no =.' : buildArgumentProblem(key, value);
		if (problem) say(problem);
		else if (earlier) say(`${key} is defined twice (line ${earlier.line} and ${index + 1}).`);
		else found.set(key, { line: index + 1, value });
	}
	if (found.size > most) problems.push(`At most ${most} build arguments.`);
	if (problems.length > 0) return { ok: false, problems };
	return {
		ok: true,
		value: Object.fromEntries([...found].map(([key, { value }]) => [key, value]))
	};
}

/** The same the other way round. */
export const buildArgumentLines = (given: Record<string, string>): string =>
	Object.entries(given)
		.map(([key, value]) => `${key}=${value}`)
		.join('\n');
