import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { openBeats, untilNoBeat, type Beats } from './beat.ts';

const now = () => Number(process.hrtime.bigint()) / 1e6;
const patience = 300;
const ending: (() => unknown)[] = [];
afterEach(async () => {
	for (const end of ending.splice(0)) await end();
});

const outcomeOf = (beats: Pick<Beats, 'latest'>, over: AbortSignal) => {
	const seen = { isSilent: false, ended: untilNoBeat(beats, { patience, over }) };
	void seen.ended.then(() => (seen.isSilent = true));
	return seen;
};

test('ends when no beat comes any more', async () => {
	const beats = [now()];
	const { ended } = outcomeOf(
		{ latest: () => beats.shift() ?? null },
		new AbortController().signal
	);
	await ended;
	expect(beats).toEqual([]);
});

test('waits for the first beat as long as it takes, and for none once it is told to', async () => {
	const over = new AbortController();
	const seen = outcomeOf({ latest: () => null }, over.signal);
	await delay(2 * patience);
	over.abort();
	await delay(20);
	expect(seen.isSilent).toBe(false);
});

test('judges nobody for the time that it was asleep itself', async () => {
	const over = new AbortController();
	let last: number | null = null;
	const seen = outcomeOf({ latest: () => last ?? now() }, over.signal);
	await delay(patience + 50);
	last = now();
	const until = performance.now() + 3 * patience;
	while (performance.now() < until);
	await delay(20);
	expect(seen.isSilent).toBe(false);
	await seen.ended;
});

test('a program beats into a pipe that is nowhere to be found, and its last beat is read', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'gantry-beat-'));
	ending.push(() => rm(folder, { recursive: true }));
	const beats = await openBeats(join(folder, 'beats'));
	expect(await readdir(folder)).toEqual([]);
	expect(beats.latest()).toBeNull();
	const begun = now();
	const words = `import { startBeating } from '${join(import.meta.dirname, 'beat.ts')}'; startBeating();`;
	const child = spawn(process.execPath, ['--input-type=module', '--eval', words], {
		stdio: ['ignore', 'inherit', 'inherit', beats.fd]
	});
	ending.push(() => child.kill('SIGKILL'));
	let last: number | null = null;
	while (last === null) {
		await delay(10);
		last = beats.latest();
	}
	expect(last).toBeGreaterThan(begun);
	expect(last).toBeLessThanOrEqual(now());
});
