import { expect, test } from 'vitest';
import { newId } from '#lib/server/db/id.ts';
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
	const found = async (host: string, at = '/') => services.find({ host, path: at });
	expect(await found('of.example.org')).toBe(shop.serviceId);
	expect(await found('of.example.org', '/api/users?x=1')).toBe(api.serviceId);
	expect(await found('of.example.org', '/apis')).toBe(shop.serviceId);
	expect(await found('a.wild.example.org')).toBe(api.serviceId);
	expect(await found('wild.example.org')).toBeNull();
});
