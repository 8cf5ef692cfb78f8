import { expect, test } from 'vitest';
import { startRounds } from './rounds.ts';

function rounds(round: (nth: number) => Promise<unknown>, everyMs = 60_000) {
	const reports: string[] = [];
	const started = startRounds({
		name: 'Test',
		everyMs,
		round,
		report: (what) => `bug-${reports.push(what)}`
	});
	return { ...started, reports };
}

test('runs at once, and again when woken, also while a round is under way', async () => {
	const begun: number[] = [];
	const { promise: third, resolve: thirdBegan } = Promise.withResolvers<void>();
	const { wake, stop } = rounds(async (nth) => {
		begun.push(nth);
		if (nth === 0) wake();
		if (nth === 1) setImmediate(wake);
		if (nth === 2) thirdBegan();
	});
	await third;
	await stop();
	expect(begun).toEqual([0, 1, 2]);
});

test('runs at its interval', async () => {
	const { promise: enough, resolve } = Promise.withResolvers<void>();
	const { stop } = rounds(async (nth) => nth === 3 && resolve(), 1);
	await enough;
	await stop();
});

test('goes on after a failure, and reports the same one only once', async () => {
	const { promise: enough, resolve } = Promise.withResolvers<void>();
	const { stop, reports } = rounds(async (nth) => {
		if (nth < 3) throw new Error('a bug');
		resolve();
	}, 1);
	await enough;
	await stop();
	expect(reports).toEqual(['Test failed']);
});

test('after a failure it may try again sooner', async () => {
	const { promise: enough, resolve } = Promise.withResolvers<void>();
	const { stop } = startRounds({
		...{ name: 'Test', everyMs: 60_000, retryMs: 1, report: () => '' },
		async round(nth) {
			if (nth === 0) throw new Error('away');
			resolve();
		}
	});
	await enough;
	await stop();
});
