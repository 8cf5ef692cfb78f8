import { expect, test } from 'vitest';
import { isShown, readLogFilter } from './log-filter.ts';
import { deploymentOfSource, releaseSource, releaseWords } from './release-line.ts';

const id = 'a1'.repeat(10);
const facts = {
	number: 12,
	commitSha: '4f1c2a9d'.repeat(5),
	trigger: 'manual' as const,
	actor: 'ada@example.com',
	commitAuthor: 'Grace',
	basedOn: null
};

test('a line of a release names its deployment; no other does', () => {
	expect(deploymentOfSource(releaseSource(id))).toBe(id);
	expect(deploymentOfSource(`gantry-${id}-4f1c2a9d-1`)).toBeNull();
	expect(deploymentOfSource('release')).toBeNull();
});

test('says what began and why', () => {
	expect(releaseWords(facts)).toBe('Release 4f1c2a9 (#12) · deployed by ada@example.com');
	expect(releaseWords({ ...facts, trigger: 'push', actor: null })).toBe(
		'Release 4f1c2a9 (#12) · pushed by Grace'
	);
	expect(releaseWords({ ...facts, trigger: 'rollback', basedOn: 9 })).toBe(
		'Release 4f1c2a9 (#12) · rolled back to #9 by ada@example.com'
	);
	expect(releaseWords({ ...facts, trigger: 'recovery', basedOn: 9, commitSha: null })).toBe(
		'Release (#12) · returned to #9 after a crash'
	);
	expect(releaseWords({ ...facts, trigger: 'api', actor: null })).toBe(
		'Release 4f1c2a9 (#12) · deployed'
	);
});

test('stands between the lines of every process and replica', () => {
	const line = { stream: 'gantry' as const, source: releaseSource(id), text: 'Release' };
	const shown = (query: string) => isShown(line, readLogFilter(new URLSearchParams(query)));
	expect(shown('process=mailer&replica=3')).toBe(true);
	expect(shown('stream=stderr')).toBe(false);
	expect(shown('level=error')).toBe(false);
});
