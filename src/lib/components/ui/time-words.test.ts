import { expect, test } from 'vitest';
import { absoluteTime, durationWords, relativeTime } from './time-words.ts';

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
