import { describe, expect, it } from 'vitest';
import { maintenanceRequest } from '#lib/schemas/maintenance.ts';
import { tokenOf } from '../http/token-of.ts';
import { usePanel } from '../http/testing.ts';
import { getService } from '../services/get-service.ts';
import { testWorld } from '../testing/world.ts';
import { beginMaintenance } from './begin-maintenance.ts';
import { endMaintenance } from './end-maintenance.ts';

const world = testWorld();
usePanel(world);

const eventsOf = async (serviceId: string) =>
	(await world.db.auditEvent.findMany({ where: { serviceId }, orderBy: { createdAt: 'asc' } }))
		.map(({ action }) => action)
		.filter((action) => action.startsWith('maintenance.'));

describe('maintenance', () => {
	it('says since when and by whom, keeps its beginning when reworded, and ends', async () => {
		const ctx = await world.person('user');
		const { serviceId } = await world.project(ctx);
		await beginMaintenance(ctx, { serviceId, message: 'Until noon.' });
		const first = (await getService(ctx, { serviceId })).maintenance;
		expect(first).toEqual({
			since: expect.any(Date) as Date,
			by: ctx.actor.email,
			message: 'Until noon.'
		});
		await beginMaintenance(ctx, { serviceId, message: null });
		const { maintenance } = await getService(ctx, { serviceId });
		expect(maintenance).toEqual({ ...first, message: null });
		for (let twice = 0; twice < 2; twice++) await endMaintenance(ctx, { serviceId });
		expect((await getService(ctx, { serviceId })).maintenance).toBeNull();
		expect(await eventsOf(serviceId)).toEqual([
			'maintenance.began',
			'maintenance.reworded',
			'maintenance.ended'
		]);
		const key = `publish-hosts:${serviceId}`;
		const jobs = await world.db.$queryRaw<
			unknown[]
		>`select 1 from graphile_worker._private_jobs where key = ${key}`;
		expect(jobs).toHaveLength(1);
	});

	it('is switched by programs, too', async () => {
		const { owner, call } = await tokenOf(world);
		const { serviceId } = await world.project(owner);
		const { name } = await world.db.service.findUniqueOrThrow({ where: { id: serviceId } });
		const path = `/apps/${name}/maintenance`;
		expect((await call('GET', path)).body).toEqual({ maintenance: null });
		expect(await call('PUT', path, { message: ' Back at noon. ' })).toMatchObject({
			status: 200,
			body: { status: 'success', maintenance: { message: 'Back at noon.', by: owner.actor.email } }
		});
		const long = await call('PUT', path, { message: 'x'.repeat(501) });
		expect(long).toMatchObject({
			status: 422,
			body: { field: 'message', message: 'The message is at most 500 characters (got 501).' }
		});
		expect((await call('GET', path)).body).toMatchObject({
			maintenance: { message: 'Back at noon.' }
		});
		expect((await call('DELETE', path)).body).toMatchObject({ maintenance: null });
		expect((await call('GET', path)).body).toEqual({ maintenance: null });
	});

	it.each([
		['', null],
		['a\r\nb', 'a\nb'],
		['a\u0000b', 'invisible'],
		['a\u202Eb', 'invisible']
	])('takes plain text alone: %j', (message, expected) => {
		const { data, error } = maintenanceRequest.safeParse({ message });
		if (data) expect(data.message).toBe(expected);
		else expect(error?.message).toContain(expected);
	});
});
