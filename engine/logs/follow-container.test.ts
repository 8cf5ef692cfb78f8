import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryRuntime } from '../runtime/memory-runtime.ts';
import { followContainer } from './follow-container.ts';
import { LogFile } from './log-file.ts';
import { mostPerSecond } from './rate-cap.ts';

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'gantry-follow-'))));
afterEach(() => rm(folder, { recursive: true }));

/** Follows a container that prints so many lines in each of some seconds and ends; answers the log's texts. */
async function followed(counts: number[]): Promise<string[]> {
	const runtime = memoryRuntime();
	runtime.logs = async function* () {
		for (const [nth, count] of counts.entries()) {
			const time = new Date(1_800_000_000_000 + nth * 1000).toISOString();
			for (let line = 0; line < count; line++) {
				yield { time, stream: 'stdout', text: `line ${line}` };
			}
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
