import { describe, expect, it } from 'vitest';
import { authenticateScrape } from '../metrics/authenticate-scrape.ts';
import { scrape } from '../metrics/scrape.ts';
import { readAccessSettings } from '../requests/access-settings.ts';
import { fakeLive, testWorld } from '../testing/world.ts';
import { changeAccessSettings } from './change-access-settings.ts';
import { getMetricsSettings } from './get-metrics-settings.ts';
import { createMetricsToken, revokeMetricsToken } from './metrics-token.ts';

const world = testWorld();
const address = '203.0.113.9';
const enter = (token: string | null) =>
	authenticateScrape(world.db, { header: token && `Bearer ${token}`, address });

describe('what is written down of visitors', () => {
	it('is chosen by an admin, told to the edge, and audited', async () => {
		const admin = await world.person('admin');
		await changeAccessSettings(admin, { isOn: false, wholeAddresses: true, days: 7 });
		expect(await readAccessSettings(world.db)).toEqual({
			...{ isOn: false, wholeAddresses: true, days: 7 }
		});
		await changeAccessSettings(admin, { days: null });
		expect(await getMetricsSettings(admin)).toMatchObject({
			requests: { isOn: false, wholeAddresses: true, days: null }
		});
		const jobs = await world.db.$queryRaw<unknown[]>`
			select 1 from graphile_worker.jobs where task_identifier = 'apply-edge'`;
		expect(jobs).toHaveLength(1);
		const audited = await world.db.auditEvent.count({
			where: { action: 'settings.requests-changed' }
		});
		expect(audited).toBe(2);
	});

	it('is no business of others', async () => {
		const user = await world.person('user');
		for (const attempt of [
			changeAccessSettings(user, { isOn: true }),
			getMetricsSettings(user),
			createMetricsToken(user),
			revokeMetricsToken(user)
		]) {
			await expect(attempt).rejects.toMatchObject({ code: 'not_allowed' });
		}
	});
});

describe('the metrics', () => {
	it('are closed until there is a token, and open to the newest only', async () => {
		await expect(enter(null)).rejects.toMatchObject({ status: 401 });
		await expect(enter(`gmetrics_${'a'.repeat(43)}`)).rejects.toMatchObject({ status: 401 });
		const admin = await world.person('admin');
		const { token: first } = await createMetricsToken(admin);
		await enter(first);
		const { token: second } = await createMetricsToken(admin);
		await expect(enter(first)).rejects.toMatchObject({ code: 'token_invalid' });
		await enter(second);
		const { token } = await getMetricsSettings(admin);
		expect(second).toContain(token?.prefix);
		await revokeMetricsToken(admin);
		await expect(enter(second)).rejects.toMatchObject({ code: 'token_invalid' });
	});

	it('keep no token, and write none down', async () => {
		const { token } = await createMetricsToken(await world.person('admin'));
		const rows = await Promise.all([
			world.db.installation.findMany({ omit: { buildMemoryBytes: true, buildCacheBytes: true } }),
			world.db.auditEvent.findMany()
		]);
		expect(JSON.stringify(rows)).not.toContain(token);
	});

	it('name what there is, also while the worker is away', async () => {
		const { serviceId } = await world.project(await world.person('user'));
		const { name } = await world.db.service.findUniqueOrThrow({ where: { id: serviceId } });
		const text = await scrape({ db: world.db, live: fakeLive() });
		expect(text).toContain(`service="${name}"} 0\n`);
		expect(text).toContain('gantry_worker_up 0\n');
	});
});
