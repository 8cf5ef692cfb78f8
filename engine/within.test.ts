import { once } from 'node:events';
import { expect, test } from 'vitest';
import { within } from './within.ts';

const never = new AbortController().signal;
const untilAborted = async (signal: AbortSignal) => {
	if (!signal.aborted) await once(signal, 'abort');
	return String(signal.reason);
};

test('aborts when it takes too long', async () => {
	expect(await within(1, never, untilAborted)).toContain('TimeoutError');
});

test('aborts with the one that is over, also when that was before', async () => {
	const over = new AbortController();
	const both = within(60_000, over.signal, untilAborted);
	over.abort('stopping');
	expect(await both).toBe('stopping');
	expect(await within(60_000, over.signal, untilAborted)).toBe('stopping');
});

test('leaves no timer behind', async () => {
	const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
	const before = timers();
	expect(await within(60_000, never, async () => 7)).toBe(7);
	expect(timers()).toBe(before);
});
