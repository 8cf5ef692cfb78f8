import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { untilNoBeat } from './beat.ts';

const outcomeOf = (beats: PassThrough, over: AbortSignal) => {
	const seen = { isSilent: false, ended: untilNoBeat(beats, { patience: 300, over }) };
	seen.ended.then(
		() => (seen.isSilent = true),
		() => {}
	);
	return seen;
};

test('ends when no beat comes any more', async () => {
	const beats = new PassThrough();
	const { ended } = outcomeOf(beats, new AbortController().signal);
	beats.write('.');
	await ended;
});

test('waits for the first beat as long as it takes, and for none once it is told to', async () => {
	const over = new AbortController();
	const seen = outcomeOf(new PassThrough(), over.signal);
	await delay(500);
	over.abort();
	await delay(20);
	expect(seen.isSilent).toBe(false);
});

test('reads what came while we were asleep ourselves before it judges', async () => {
	const over = new AbortController();
	const beats = new PassThrough();
	const seen = outcomeOf(beats, over.signal);
	beats.write('.');
	await delay(50);
	const until = performance.now() + 700;
	while (performance.now() < until);
	// As from the kernel: after the timers.
	setImmediate(() => beats.write('.'));
	await delay(150);
	expect(seen.isSilent).toBe(false);
	over.abort();
});
