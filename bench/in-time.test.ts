import { expect, test } from 'vitest';
import { inTime } from './in-time.ts';

test('what is there in time is answered', async () => {
	expect(await inTime(Promise.resolve(7), new AbortController().signal)).toBe(7);
});

test('what never comes ends with the reason of the signal, also of one that aborted before', async () => {
	const never = new Promise<never>(() => {});
	const deadline = new AbortController();
	const waiting = inTime(never, deadline.signal);
	deadline.abort(new Error('too late'));
	await expect(waiting).rejects.toThrow('too late');
	await expect(inTime(never, deadline.signal)).rejects.toThrow('too late');
});
