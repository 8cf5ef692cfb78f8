import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asideFiles } from '#engine/logs/aside-files.ts';
import { LogFile } from '#engine/logs/log-file.ts';
import { dataPaths } from '#lib/rules/data-dir.ts';
import { forgetRequests } from './forget-requests.ts';

const dayMs = 86_400_000;
const now = 1_800_000_000_000;
let root: string;
beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), 'gantry-forget-'));
});
afterAll(() => rm(root, { recursive: true }));

it('forgets requests that are older than what is kept, and no others', async () => {
	const paths = dataPaths(root);
	const log = paths.requestLog('shop');
	const write = async (path: string, daysAgo: number) => {
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, 'a line');
		const at = new Date(now - daysAgo * dayMs);
		await utimes(path, at, at);
	};
	await write(log, 0);
	await write(paths.requestLog('left'), 31);
	for (const [end, daysAgo] of [
		['100', 40],
		['200', 31],
		['300', 29]
	] as const) {
		await write(`${log}.old/${end}`, daysAgo);
	}
	await forgetRequests(paths, { days: 30, now });
	expect(await readdir(`${log}.old`)).toEqual(['300']);
	expect((await readdir(dirname(log))).sort()).toEqual(['shop.log', 'shop.log.old']);
});

it('puts a log aside once it is old, so that a quiet one is forgotten, too', async () => {
	const path = join(root, 'quiet.log');
	let at = Date.now();
	const file = await LogFile.open(path, { segmentMs: dayMs, clock: () => at });
	file.write('a', 'first', 'stdout');
	await file.flush();
	at += dayMs + 60_000;
	file.write('a', 'second', 'stdout');
	await file.flush();
	file.write('a', 'third', 'stdout');
	await file.close();
	expect(await asideFiles(path)).toHaveLength(1);
});
