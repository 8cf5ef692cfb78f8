import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBranchName, isCommit, isFullCommit } from './git-ref.ts';

function gitTakes(name: string): boolean {
	try {
		execFileSync('git', ['check-ref-format', `refs/heads/${name}`], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

describe('a branch name', () => {
	it.each(['main', 'feature/x', 'v1.2', 'änderung', 'a-b', 'x@y', '#12', "it's"])(
		'may be %s',
		(name) => {
			expect(isBranchName(name)).toBe(true);
		}
	);

	it.each([
		'',
		'main; id',
		'a b',
		'a..b',
		'x.lock',
		'.lock',
		'a@{b',
		'-x',
		'refs/heads/x',
		'a\nb',
		'a//b',
		'/a',
		'a/',
		'a.',
		'@',
		'HEAD',
		'x'.repeat(300)
	])('may not be %j', (name) => {
		expect(isBranchName(name)).toBe(false);
	});

	it('is never one that git itself refuses', () => {
		const letters = fc.constantFrom(
			...'ab./-@{}~^:?*[\\ lock\u007f'.split(''),
			'.lock',
			'..',
			'@{'
		);
		fc.assert(
			fc.property(fc.array(letters, { maxLength: 6 }), (parts) => {
				const name = parts.join('');
				if (isBranchName(name)) expect(gitTakes(name)).toBe(true);
			}),
			{ numRuns: 150 }
		);
	});
});

it('takes seven to forty lower-case hex digits for a commit', () => {
	expect(['abcdef1', 'a'.repeat(40)].every(isCommit)).toBe(true);
	expect(['abc', 'a'.repeat(41), 'ABCDEF1', 'ghijklm', 'abcdef1\n'].some(isCommit)).toBe(false);
	expect(isFullCommit('a'.repeat(39))).toBe(false);
});
