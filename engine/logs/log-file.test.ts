import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linesUpTo } from './aside-files.ts';
import { LogFile } from './log-file.ts';

let folder = '';
let path = '';

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-log-'));
	path = join(folder, 'deployments/a.log');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a log file', () => {
	it('keeps all lines in order', async () => {
		const log = await LogFile.open(path, { clock: () => 42 });
		for (let i = 0; i < 20_000; i++) log.write('build', `line ${i}`, 'stdout');
		await log.close();
		const lines = (await readFile(path, 'utf8')).split('\n');
		expect(lines).toHaveLength(20_001);
		expect(lines.slice(0, -1).every((line, i) => line === `42\to\tbuild\tline ${i}`)).toBe(true);
	});

	it('holds no secret, not even one that spans several lines', async () => {
		const log = await LogFile.open(path, {
			secrets: ['hunter2!hunter2!', 'first-line\nsecond-line']
		});
		log.write('build', 'password=hunter2!hunter2!\nfirst-line\nsecond-line', 'stdout');
		log.secrets = ['another-secret'];
		log.write('build', 'another-secret', 'stderr');
		await log.close();
		const text = await readFile(path, 'utf8');
		expect(text).not.toMatch(/hunter2|first-line|second-line|another/);
		expect(text.split('\n')).toHaveLength(4);
	});

	it('goes on after what is there, and ends a line that was cut off', async () => {
		const first = await LogFile.open(path, { clock: () => 1 });
		first.write('build', 'whole', 'stdout');
		await first.close();
		await writeFile(path, '1\to\tbuild\tcut o', { flag: 'a' });
		const second = await LogFile.open(path, { clock: () => 2 });
		second.write('build', 'next', 'gantry');
		await second.close();
		expect(await readFile(path, 'utf8')).toBe(
			'1\to\tbuild\twhole\n1\to\tbuild\tcut o\n2\tg\tbuild\tnext\n'
		);
	});

	it('puts a full file aside under the number of bytes so far, and keeps only some', async () => {
		const log = await LogFile.open(path, { clock: () => 7, segmentBytes: 100, keep: 2 });
		for (let i = 0; i < 5; i++) {
			log.write('web', 'x'.repeat(100), 'stdout');
			await log.flush();
		}
		log.write('web', 'rest', 'stdout');
		await log.close();
		const line = 8 + 101;
		expect((await readdir(`${path}.old`)).sort()).toEqual(
			[String(4 * line), String(5 * line), 'lines'].sort()
		);
		expect(await linesUpTo(path, 3 * line)).toBe(3);
		expect(await linesUpTo(path, 5 * line)).toBe(5);
		expect(await readFile(path, 'utf8')).toBe('7\to\tweb\trest\n');
	});

	it('drops lines that the disk can not take in time, and says how many', async () => {
		const log = await LogFile.open(path);
		const long = 'y'.repeat(10_000);
		for (let i = 0; i < 2000; i++) log.write('web', long, 'stdout');
		await log.flush();
		log.write('web', 'after', 'stdout');
		await log.close();
		const text = await readFile(path, 'utf8');
		expect(text).toMatch(/\tg\tweb\t\d+ lines dropped/);
		expect(text.endsWith('\tafter\n')).toBe(true);
	});
});
