import { expect, test } from 'vitest';
import { containerWords, endWords } from './terminal-words.ts';

test('tells containers apart by what they run', () => {
	expect(containerWords({ process: null, replica: 2, isLive: true })).toBe('web 2');
	expect(containerWords({ process: 'mailer', replica: 1, isLive: false })).toBe(
		'mailer 1 (not live)'
	);
	expect(containerWords({ process: 'nightly', replica: null, isLive: true })).toBe(
		'nightly (a run)'
	);
});

test('says with which code a shell ended, when it matters', () => {
	expect(endWords('exited', 0)).toBe('The shell has ended.');
	expect(endWords('exited', 3)).toBe('The shell has ended with code 3.');
});
