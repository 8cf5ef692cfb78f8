import { expect, test } from 'vitest';
import { addDomain } from '#lib/server/domains/add-domain.ts';
import { workerWorld } from '../testing/worker-world.ts';
import { servicesWithDueDomains } from './due-domains.ts';
import { publishHosts } from './publish-hosts.ts';

const given = workerWorld();
const signal = new AbortController().signal;

async function serviceWith(host: string) {
	const ctx = await given.panel.person('admin');
	const { serviceId } = await given.panel.project(ctx);
	await addDomain(ctx, { serviceId, host });
	return serviceId;
}
const domain = (host: string) => given.world().db.domain.findUniqueOrThrow({ where: { host } });
const hostsOf = async (serviceId: string) =>
	(await given.engine.names.snapshot())[serviceId]?.hosts;
const visits = () => given.engine.proxy.visits.map(({ host }) => host);

test('a domain that points here is active, permitted, and visited once for its certificate', async () => {
	const serviceId = await serviceWith('shop.localhost');
	await publishHosts(given.world(), { serviceId, signal });
	expect(await domain('shop.localhost')).toMatchObject({ state: 'active', reason: null });
	expect(await hostsOf(serviceId)).toContainEqual({ host: 'shop.localhost', certificate: true });
	expect(visits().filter((host) => host === 'shop.localhost')).toHaveLength(1);
	await publishHosts(given.world(), { serviceId, signal });
	expect(visits().filter((host) => host === 'shop.localhost')).toHaveLength(1);
});

test('a domain that does not waits, says for what, gets no certificate, and is looked at again', async () => {
	const serviceId = await serviceWith('shop.nowhere.invalid');
	expect(await servicesWithDueDomains(given.world().db)).toContain(serviceId);
	await publishHosts(given.world(), { serviceId, signal });
	const { state, reason, checkedAt } = await domain('shop.nowhere.invalid');
	expect({ state, checkedAt }).toEqual({ state: 'pending', checkedAt: expect.any(Date) });
	expect(reason).toContain('shop.nowhere.invalid');
	expect(await hostsOf(serviceId)).toContainEqual({
		host: 'shop.nowhere.invalid',
		certificate: false
	});
	expect(visits()).not.toContain('shop.nowhere.invalid');
	expect(await servicesWithDueDomains(given.world().db)).not.toContain(serviceId);
	await given.world().db.$executeRaw`update domain set checked_at = now() - interval '15 seconds'
		where host = 'shop.nowhere.invalid'`;
	expect(await servicesWithDueDomains(given.world().db)).toContain(serviceId);
});

test('a certificate that can not be had yet keeps nothing from being published', async () => {
	const serviceId = await serviceWith('late.localhost');
	given.engine.proxy.error = new Error('no certificate');
	await publishHosts(given.world(), { serviceId, signal });
	given.engine.proxy.error = null;
	expect(await hostsOf(serviceId)).toContainEqual({ host: 'late.localhost', certificate: true });
});
