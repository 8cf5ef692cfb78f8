import { expect, test } from 'vitest';
import { newId } from '#lib/server/db/id.ts';
import { beginMaintenance } from '#lib/server/maintenance/begin-maintenance.ts';
import { addDomain } from '#lib/server/domains/add-domain.ts';
import { workerWorld } from '../testing/worker-world.ts';
import { HostServices } from './host-services.ts';

const given = workerWorld();

test('requests belong to who answers them: a host’s owner, a wildcard’s, or the app that a path leads to', async () => {
	const ctx = await given.panel.person('admin');
	const [shop, api] = [await given.panel.project(ctx), await given.panel.project(ctx)];
	const { domainId } = await addDomain(ctx, { serviceId: shop.serviceId, host: 'of.example.org' });
	await addDomain(ctx, { serviceId: api.serviceId, host: '*.wild.example.org' });
	const path = { id: newId(), domainId, path: '/api', serviceId: api.serviceId };
	await given.world().db.domainPath.create({ data: path });
	const services = new HostServices(given.world());
	const found = async (host: string, at = '/') =>
		(await services.find({ host, path: at }))?.service;
	expect(await found('of.example.org')).toBe(shop.serviceId);
	expect(await found('of.example.org', '/api/users?x=1')).toBe(api.serviceId);
	expect(await found('of.example.org', '/apis')).toBe(shop.serviceId);
	expect(await found('a.wild.example.org')).toBe(api.serviceId);
	expect(await found('wild.example.org')).toBeUndefined();
});

test('tells since when visitors read the maintenance page instead', async () => {
	const ctx = await given.panel.person('admin');
	const { serviceId } = await given.panel.project(ctx);
	await addDomain(ctx, { serviceId, host: 'closed.example.org' });
	const asked = { host: 'closed.example.org', path: '/' };
	const find = () => new HostServices(given.world()).find(asked);
	expect(await find()).toEqual({ service: serviceId, maintenanceSince: null });
	const now = new Date('2026-11-21T10:00:00Z');
	await beginMaintenance({ ...ctx, clock: () => now }, { serviceId, message: null });
	expect(await find()).toEqual({ service: serviceId, maintenanceSince: now.getTime() });
});
