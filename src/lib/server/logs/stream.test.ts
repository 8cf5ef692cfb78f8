import { appendFile, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PlacedLine } from './parse-line.ts';
import { asideFolder } from '#engine/logs/aside-files.ts';
import { currentStart } from './segments.ts';
import { streamLog, streamLogBatches } from './stream.ts';

let folder: string;
let path: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-stream-'));
	path = join(folder, 'app.log');
});
afterEach(() => rm(folder, { recursive: true }));

const stored = (text: string) => `1700000000000\to\tweb\t${text}\n`;
const texts = (lines: PlacedLine[]) => lines.map((line) => line.text);

async function rotate(): Promise<void> {
	const end = (await currentStart(path)) + (await stat(path)).size;
	await mkdir(asideFolder(path), { recursive: true });
	await rename(path, join(asideFolder(path), String(end)));
}

async function read(from: number): Promise<PlacedLine[]> {
	const signal = new AbortController().signal;
	const lines: PlacedLine[] = [];
	for await (const line of streamLog(path, { from, follow: false, signal })) lines.push(line);
	return lines;
}

/** Follows until the line `last` came, as one viewer would. */
async function follow(last: string, from = 0): Promise<PlacedLine[]> {
	const stop = new AbortController();
	const lines: PlacedLine[] = [];
	for await (const line of streamLog(path, { from, signal: stop.signal })) {
		lines.push(line);
		if (line.text === last) break;
	}
	return lines;
}

test('reads all there is, with the offset after each line', async () => {
	await writeFile(path, stored('one') + stored('zwei ✓') + stored(''));
	const lines = await read(0);
	expect(texts(lines)).toEqual(['one', 'zwei ✓', '']);
	expect(lines[0]).toMatchObject({ at: 1700000000000, stream: 'stdout', source: 'web' });
	expect(lines.at(-1)?.offset).toBe((await stat(path)).size);
});

test('waits for a log that is not there yet, nor its folder, however they come to be', async () => {
	for (let round = 0; round < 200; round++) {
		path = join(folder, `logs-${round}/services/app.log`);
		const seen = follow('first');
		for (let turn = 0; turn < round % 20; turn++) await stat(folder);
		await mkdir(dirname(path), { recursive: true });
		for (let turn = 0; turn < round % 7; turn++) await stat(folder);
		await writeFile(path, stored('first'));
		expect(texts(await seen)).toEqual(['first']);
	}
});

test('follows what is appended, also a line written in two halves', async () => {
	await writeFile(path, stored('one'));
	const seen = follow('three');
	await appendFile(path, stored('two').slice(0, 20));
	await appendFile(path, stored('two').slice(20));
	await appendFile(path, stored('three'));
	expect(texts(await seen)).toEqual(['one', 'two', 'three']);
});

test('goes on over a rotation, with offsets that keep growing', async () => {
	await writeFile(path, stored('one'));
	const seen = follow('four');
	await appendFile(path, stored('two'));
	await rotate();
	await writeFile(path, stored('three'));
	await rotate();
	await writeFile(path, stored('four'));
	const lines = await seen;
	expect(texts(lines)).toEqual(['one', 'two', 'three', 'four']);
	const offsets = lines.map((line) => line.offset);
	expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
	expect(texts(await read(offsets[1] ?? 0))).toEqual(['three', 'four']);
});

test('says so when older lines are gone', async () => {
	await writeFile(path, stored('one'));
	await rotate();
	await writeFile(path, stored('two'));
	await rotate();
	await rm(join(asideFolder(path), String(stored('one').length)));
	expect(texts(await read(0))).toEqual(['… 24 bytes of older lines were removed', 'two']);
});

test('ends when the log is removed', async () => {
	await writeFile(path, stored('one'));
	const lines: string[] = [];
	for await (const line of streamLog(path, { signal: new AbortController().signal })) {
		lines.push(line.text);
		await rm(path);
	}
	expect(lines).toEqual(['one']);
});

test('ends at once when it is told to', async () => {
	const stop = new AbortController();
	const waiting = streamLog(path, { signal: stop.signal }).next();
	stop.abort();
	expect(await waiting).toEqual({ done: true, value: undefined });
});

test('starts again when the offset belongs to a log that is gone', async () => {
	await writeFile(path, stored('one'));
	expect(texts(await read(1_000_000))).toEqual(['one']);
});

test('cuts a line without an end instead of keeping it all in memory', async () => {
	await writeFile(path, stored('x'.repeat(1_000_000)) + stored('next'));
	const lines = await read(0);
	expect(lines).toHaveLength(2);
	expect(lines[0]?.text.length).toBeLessThan(300_000);
	expect(lines[1]?.text).toBe('next');
});

test('nothing is lost or doubled, wherever a reader was cut off and the log rotated', async () => {
	const lines = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 30 });
	const cuts = fc.array(fc.nat(), { maxLength: 5 });
	await fc.assert(
		fc.asyncProperty(lines, cuts, fc.nat(), async (raw, places, turn) => {
			await rm(path, { force: true });
			await rm(asideFolder(path), { recursive: true, force: true });
			const wanted = raw.map((text) => text.replaceAll('\n', ' '));
			for (const [index, text] of wanted.entries()) {
				await appendFile(path, stored(text));
				if (turn % (index + 2) === 0) await rotate();
			}
			const all = await read(0);
			expect(texts(all)).toEqual(wanted);
			for (const place of places) {
				const cut = all[place % Math.max(1, all.length)];
				const again = all.filter((line) => line.offset <= (cut?.offset ?? 0));
				expect(texts([...again, ...(await read(cut?.offset ?? 0))])).toEqual(wanted);
			}
		}),
		{ numRuns: 60 }
	);
});

test('an offset in the middle of a line goes on with the next whole one', async () => {
	await writeFile(path, stored('one') + stored('two') + stored('three'));
	const [one, two] = await read(0);
	for (let at = (one?.offset ?? 0) + 1; at <= (two?.offset ?? 0); at++) {
		expect(texts(await read(at))).toEqual(['three']);
	}
});

test('keeps up with a firehose in bounded batches', async () => {
	const block = Array.from({ length: 1000 }, (_, index) => stored(`line ${index}`)).join('');
	let count = 0;
	const stop = new AbortController();
	const reading = (async () => {
		for await (const batch of streamLogBatches(path, { signal: stop.signal })) {
			expect(batch.length).toBeLessThan(4000);
			count += batch.length;
			if (count === 100_000) stop.abort();
		}
	})();
	for (let at = 0; at < 100; at++) await appendFile(path, block);
	await reading;
	expect(count).toBe(100_000);
});
