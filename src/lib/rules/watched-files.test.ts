import { describe, expect, it } from 'vitest';
import { touchesWatched, watchPatterns, watchPatternsProblem } from './watched-files.ts';

describe('watched files', () => {
	it.each([
		[['apps/web/**'], ['apps/web/src/a.ts'], true],
		[['apps/web'], ['apps/web/src/a.ts'], true],
		[['/apps/web/'], ['docs/apps/web/a.ts'], false],
		[['apps/web/**'], ['apps/api/a.ts', 'README.md'], false],
		[['apps/web/**', 'packages/**'], ['packages/ui/b.ts'], true],
		[['*.ts'], ['deep/below/a.ts'], true],
		[['**', '!docs/**'], ['docs/a.md'], false],
		[['**', '!*.md'], ['docs/a.md', 'src/a.ts'], true],
		[['package.json'], ['package.json.bak'], false],
		[['Web'], ['web/a'], true],
		[['a'], ['/odd'], true]
	])('%j and the change of %j: %s', (patterns, files, watched) => {
		expect(touchesWatched(patterns, files)).toBe(watched);
	});

	it('drops blank lines and comments of a list', () => {
		expect(watchPatterns([' apps/web/** ', '', '# why', './packages', '!./docs'])).toEqual([
			'apps/web/**',
			'packages',
			'!docs'
		]);
	});

	it.each([
		[['../other'], /outside the repository/],
		[['a\u0007b'], /control characters/],
		[['!docs/**'], /begin with what is watched/],
		[['x'.repeat(513)], /at most 512/],
		[Array.from({ length: 101 }, () => 'a'), /At most 100/]
	])('says what is wrong with a list', (patterns, problem) => {
		expect(watchPatternsProblem(patterns)).toMatch(problem);
	});
});
