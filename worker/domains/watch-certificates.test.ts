import { appendFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataPaths, type DataPaths } from '#lib/rules/data-dir.ts';
import { watchCertificates } from './watch-certificates.ts';

let folder: string;
let paths: DataPaths;
let changes: number;
let reports: string[];
let stop: () => void;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-watch-'));
	paths = dataPaths(folder);
	[changes, reports] = [0, []];
	const report = (what: string) => `bug-${reports.push(what)}`;
	stop = watchCertificates({ paths, report }, () => changes++);
});
afterEach(async () => {
	stop();
	await rm(folder, { recursive: true });
});

test('hears of a certificate that Caddy stored, as it stores it', async () => {
	const site = join(paths.caddyStorage, 'certificates/acme/shop.test');
	await mkdir(site, { recursive: true });
	await writeFile(join(site, 'shop.test.crt.tmp'), 'pem');
	await rename(join(site, 'shop.test.crt.tmp'), join(site, 'shop.test.crt'));
	await expect.poll(() => changes).toBeGreaterThan(0);
	expect(reports).toEqual([]);
});

test("hears of Caddy's log", async () => {
	const log = paths.processLog('caddy');
	await mkdir(dirname(log), { recursive: true });
	await appendFile(log, '{"level":"error"}\n');
	await expect.poll(() => changes).toBeGreaterThan(0);
});
