import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { memoryRuntime } from '../runtime/memory-runtime.ts';
import { followContainer } from './follow-container.ts';
import { LogFile } from './log-file.ts';
import { mostPerSecond } from './rate-cap.ts';
import { Silence } from './silence.ts';

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'gantry-follow-'))));
afterEach(() => rm(folder, { recursive: true }));

/** Follows a container that prints so many lines in each of some seconds and ends; answers the log's texts. */
async function followed(counts: number[]): Promise<string[]> {
	const runtime = memoryRuntime();
	runtime.logs = async function* () {
		for (const [nth, count] of counts.entries()) {
			const time = new Date(1_800_000_000_000 + nth * 1000).toISOString();
			yield Array.from({ length: count }, (_, line) => ({
				time,
				stream: 'stdout',
				text: `line ${line}`
			}));
		}
	};
	const path = join(folder, 'service.log');
	const log = await LogFile.open(path);
	const { signal } = new AbortController();
	await followContainer({ runtime, container: 'web', source: 'web', log, path, signal });
	await log.close();
	const lines = (await readFile(path, 'utf8')).split('\n').filter(Boolean);
	return lines.map((line) => line.split('\t')[3] ?? '');
}

test('keeps all that a container prints at a rate that can be read', async () => {
	expect(await followed([mostPerSecond, mostPerSecond])).toHaveLength(2 * mostPerSecond);
});

test('keeps the first lines of each second, and says between them how many were dropped', async () => {
	const texts = await followed([mostPerSecond + 7, 1, mostPerSecond + 2]);
	const note = (count: number) =>
		`${count} lines dropped: at most ${mostPerSecond} a second are kept`;
	expect(texts.length).toBe(mostPerSecond + 1 + 1 + mostPerSecond + 1);
	expect(texts.slice(mostPerSecond, mostPerSecond + 3)).toEqual([note(7), 'line 0', 'line 0']);
	expect(texts.at(-1)).toBe(note(2));
});

const times = Array.from({ length: 8 }, (_, nth) =>
	new Date(1_800_000_000_000 + nth * 1000).toISOString()
);
const lineAt = (nth: number) => ({ time: times[nth]!, stream: 'stdout', text: `${nth}` }) as const;

/** Follows an engine that answers the first question with some of the lines, and says what is kept of all eight. */
async function keptOf(first: number[], onSilence?: () => void): Promise<string[]> {
	const runtime = memoryRuntime();
	const asked: (string | undefined)[] = [];
	runtime.logs = async function* (_name, { since, tail, follow, signal }) {
		if (!follow) return void (yield times.map((_, nth) => lineAt(nth)).slice(-tail!));
		asked.push(since);
		if (asked.length === 1) {
			yield first.map(lineAt);
			if (!onSilence) return;
			onSilence();
			if (!signal.aborted) await once(signal, 'abort');
		} else yield times.map((_, nth) => lineAt(nth)).filter(({ time }) => time >= (since ?? ''));
	};
	const path = join(folder, 'service.log');
	const log = await LogFile.open(path);
	const { signal } = new AbortController();
	await followContainer({ runtime, container: 'web', source: 'web', log, path, signal });
	await log.close();
	const text = await readFile(path, 'utf8');
	return text.split('\n').flatMap((line) => line.split('\t')[3] ?? []);
}
const all = times.map((_, nth) => `${nth}`);

test('leaves out lines that the engine repeats', async () => {
	expect(await keptOf([0, 1, 2, 3, 4, 3, 4, 5, 6, 7])).toEqual(all);
});

test('asks again when lines do not come any more', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
	try {
		expect(await keptOf([0, 1, 2], () => vi.advanceTimersByTime(6_000))).toEqual(all);
	} finally {
		vi.useRealTimers();
	}
});

test('asks an app that is silent only seldom', () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
	try {
		let asked = 0;
		const silence = new Silence(() => asked++);
		const after = (seconds: number) => (vi.advanceTimersByTime(seconds * 1000), asked);
		expect(after(4)).toBe(0);
		silence.heard();
		expect([after(4), after(2), after(50), after(20), after(3_600)]).toEqual([0, 1, 1, 2, 8]);
		silence.heard();
		expect([after(4), after(2)]).toEqual([8, 9]);
		silence.stop();
		expect(after(3_600)).toBe(9);
	} finally {
		vi.useRealTimers();
	}
});
