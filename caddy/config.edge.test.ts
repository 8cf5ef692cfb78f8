import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bothCaddies } from '../e2e/fixtures/current-caddy.ts';
import { accepts, caddyLevel, caddyVersion } from './binary.ts';
import { edgeConfig } from './config.ts';
import { reportCaddy } from './report.ts';
import { someSettings } from './testing/some-settings.ts';

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'gantry-caddy-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe.each(await bothCaddies())('$name', ({ binary }) => {
	it('accepts the configuration of its level', async () => {
		const level = await caddyLevel(binary);
		const settings = someSettings({ GANTRY_DATA_DIR: folder }, { accessLog: true });
		expect(await accepts(binary, edgeConfig(settings, level))).toBe(true);
	});

	it('tells its version', async () => {
		expect(await caddyVersion(binary)).toMatch(/^2\.\d+\.\d+/);
	});
});

describe('reportCaddy', () => {
	it("says what a newer one than the distribution's would bring", async () => {
		const [old, current] = await bothCaddies();
		const report = await reportCaddy(old!.binary);
		expect(report.level).toBe('2.6');
		expect(report.missing).toHaveLength(2);
		expect(await reportCaddy(current!.binary)).toMatchObject({ level: '2.8', missing: [] });
	});

	it('says so when there is none', async () => {
		await expect(reportCaddy('/nonexistent/caddy')).rejects.toMatchObject({
			code: 'caddy_missing'
		});
	});
});
