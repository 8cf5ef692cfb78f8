import { expect, test } from 'vitest';
import { absoluteTime, durationWords, relativeTime, timeUntil } from './time-words.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const ago = (seconds: number) => relativeTime(new Date(now - seconds * 1000), now);

test('speaks of the past in the largest unit that fits', () => {
	expect([0, 44, 45, 59, 60, 150, 3600, 7300, 86_400, 8 * 86_400].map(ago)).toEqual([
		'just now',
		'just now',
		'1 minute ago',
		'1 minute ago',
		'1 minute ago',
		'2 minutes ago',
		'1 hour ago',
		'2 hours ago',
		'yesterday',
		'last week'
	]);
});

test('speaks of the future', () => {
	expect(ago(-7200)).toBe('in 2 hours');
});

test('gives the exact moment with its zone', () => {
	expect(absoluteTime(new Date(now))).toBe('21 Nov 2026, 12:00:00 UTC');
	expect(absoluteTime(new Date('2027-09-03T04:05:06.789Z'))).toBe('3 Sept 2027, 04:05:06 UTC');
});

test('gives durations in the units a person would use', () => {
	expect([0, 840, 1000, 12_440, 59_949, 59_960, 185_000, 3_725_000].map(durationWords)).toEqual([
		'0 ms',
		'840 ms',
		'1.0 s',
		'12.4 s',
		'59.9 s',
		'1 m 00 s',
		'3 m 05 s',
		'1 h 02 m'
	]);
});

test('never shows a negative duration when clocks differ', () => {
	expect(durationWords(-5)).toBe('0 ms');
});

test('says when something will be', () => {
	const at = Date.parse('2030-01-01T12:00:00Z');
	const words = [-5, 0, 14, 59, 60, 7200].map((seconds) =>
		timeUntil(new Date(at + seconds * 1000), at)
	);
	expect(words).toEqual([
		...['at any moment', 'at any moment', 'in 14 s', 'in 59 s', 'in 1 minute', 'in 2 hours']
	]);
});
