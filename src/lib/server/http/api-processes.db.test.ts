import { describe, expect, it } from 'vitest';
import { testWorld } from '../testing/world.ts';
import { usePanel } from './testing.ts';
import { tokenOf } from './token-of.ts';

const world = testWorld();
usePanel(world);

async function app() {
	const { owner, call } = await tokenOf(world);
	const made = await world.project(owner);
	const { name } = await world.db.service.findUniqueOrThrow({ where: { id: made.serviceId } });
	return { made, call, path: `/apps/${name}/processes` };
}

const mailer = { kind: 'worker', name: 'mailer', command: 'node mail.js' };
const nightly = { kind: 'cron', name: 'nightly', command: 'node night.js', schedule: '0  3 * * *' };

describe('the processes of an app', () => {
	it('are added and listed, workers first', async () => {
		const { made, call, path } = await app();
		await world.deploy(made);
		expect((await call('POST', path, nightly)).status).toBe(201);
		expect((await call('POST', path, { ...mailer, replicas: 2 })).body).toMatchObject({
			status: 'success',
			message: 'mailer was added.'
		});
		expect((await call('GET', path)).body).toEqual({
			processes: [
				{ ...mailer, replicas: 2, crash: null },
				{
					...{ ...nightly, schedule: '0 3 * * *', time_zone: 'UTC', last: null },
					next: [expect.any(String), expect.any(String), expect.any(String)]
				}
			]
		});
	});

	it('are scaled, rested and given other times', async () => {
		const { made, call, path } = await app();
		await call('POST', path, mailer);
		await call('POST', path, nightly);
		expect((await call('PATCH', `${path}/mailer`, { replicas: 0 })).body).toMatchObject({
			message: 'Saved. It holds at once.'
		});
		const times = { schedule: '30 4 * * *', time_zone: 'Europe/Berlin' };
		expect((await call('PATCH', `${path}/nightly`, times)).status).toBe(200);
		const rows = await world.db.process.findMany({
			where: { serviceId: made.serviceId },
			orderBy: { name: 'asc' }
		});
		expect(rows).toMatchObject([
			{ name: 'mailer', replicas: 0, command: mailer.command },
			{ name: 'nightly', schedule: times.schedule, timeZone: times.time_zone }
		]);
	});

	it('are removed', async () => {
		const { call, path } = await app();
		await call('POST', path, mailer);
		expect((await call('DELETE', `${path}/mailer`)).status).toBe(200);
		expect((await call('GET', path)).body).toEqual({ processes: [] });
		expect((await call('DELETE', `${path}/mailer`)).body).toMatchObject({ code: 'not_found' });
	});

	it('of a cron kind run when asked, once a release is live', async () => {
		const { made, call, path } = await app();
		await call('POST', path, nightly);
		expect(await call('POST', `${path}/nightly/runs`)).toMatchObject({
			status: 409,
			body: { code: 'not_live' }
		});
		await world.deploy(made);
		expect((await call('POST', `${path}/nightly/runs`)).status).toBe(202);
	});

	it.each([
		[{}, 'kind'],
		[{ ...mailer, kind: 'web' }, 'kind'],
		[{ kind: 'worker', name: 'mailer' }, 'command'],
		[{ ...mailer, name: 'a b' }, 'name'],
		[{ ...mailer, replicas: 11 }, 'replicas'],
		[{ ...mailer, schedule: '0 3 * * *' }, 'schedule'],
		[{ ...nightly, schedule: 'daily' }, 'schedule'],
		[{ ...nightly, time_zone: 'Mars' }, 'time_zone'],
		[{ ...nightly, timeZone: 'UTC' }, 'timeZone']
	])('are refused as on the page: %j', async (process, field) => {
		const { call, path } = await app();
		const { status, body } = await call('POST', path, process);
		expect([status, body.status, body.field]).toEqual([422, 'error', field]);
	});

	it('keep to what their kind has', async () => {
		const { call, path } = await app();
		await call('POST', path, mailer);
		await call('POST', path, nightly);
		const changes = [
			['mailer', { time_zone: 'UTC' }, 'not_scheduled'],
			['nightly', { replicas: 2 }, 'not_scaled']
		] as const;
		for (const [name, change, code] of changes) {
			expect(await call('PATCH', `${path}/${name}`, change)).toMatchObject({
				status: 422,
				body: { code }
			});
		}
		expect(await call('POST', path, mailer)).toMatchObject({
			status: 409,
			body: { field: 'name' }
		});
	});
});
