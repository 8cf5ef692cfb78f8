import ignore from 'ignore';

const most = 100;

/** Patterns as they are kept: one a line, without comments, blank lines and a leading ./ */
export function watchPatterns(lines: readonly string[]): string[] {
	return lines
		.map((line) => line.trim().replace(/^(!?)\.\//, '$1'))
		.filter((line) => line !== '' && !line.startsWith('#'));
}

/** What is wrong with a list of patterns, or null. */
export function watchPatternsProblem(patterns: readonly string[]): string | null {
	if (patterns.length > most) return `At most ${most} patterns.`;
	if (patterns.some((pattern) => pattern.length > 512)) {
		return 'A pattern is at most 512 characters.';
	}
	if (patterns.some((pattern) => /[\p{Cc}\p{Cf}]/u.test(pattern))) {
		return 'A pattern has no control characters.';
	}
	const outside = patterns.find((pattern) => /(^|\/)\.\.(\/|$)/.test(pattern));
	if (outside) return `${outside} is outside the repository: patterns begin at its root.`;
	if (patterns.length > 0 && patterns.every((pattern) => pattern.startsWith('!'))) {
		return 'A pattern with ! takes files away from those before it: begin with what is watched, e.g. **';
	}
	return null;
}

/** Whether one of the files is watched: patterns as in .gitignore, of which the last that fits decides. */
export function touchesWatched(patterns: readonly string[], files: readonly string[]): boolean {
	const rules = patterns.map((pattern) => ({
		adds: !pattern.startsWith('!'),
		matcher: ignore().add(pattern.replace(/^!/, ''))
	}));
	return files.some((file) => {
		// A path that the rules can not read is no reason to miss a deployment.
		if (!ignore.isPathValid(file)) return true;
		return rules.findLast(({ matcher }) => matcher.ignores(file))?.adds ?? false;
	});
}
