import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { addDomain } from '#lib/server/domains/add-domain.ts';
import { workerWorld } from '../testing/worker-world.ts';
import { servicesWithDueDomains } from './due-domains.ts';
import { noteCertificates } from './note-certificates.ts';
import { publishHosts } from './publish-hosts.ts';
import { warmService } from './warm-certificates.ts';

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
	await publishHosts(given.world(), { serviceId });
	expect(await domain('shop.localhost')).toMatchObject({ state: 'active', reason: null });
	expect(await hostsOf(serviceId)).toContainEqual({ host: 'shop.localhost', certificate: true });
	expect(await given.waiting()).toContainEqual({
		task: 'warm-certificates',
		payload: { serviceId }
	});
	await warmService(given.world(), { serviceId, signal });
	expect(visits()).toContain('shop.localhost');
});

/** As Caddy does when one was issued. */
async function storeCertificate(host: string) {
	const folder = join(given.world().paths.caddyStorage, 'certificates/acme', host);
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, `${host}.crt`), 'a certificate');
}

async function authoritySays(host: string, error: string) {
	const log = given.world().paths.processLog('caddy');
	await mkdir(dirname(log), { recursive: true });
	const entry = { level: 'error', logger: 'tls.obtain', identifier: host, error };
	await appendFile(log, `${JSON.stringify(entry)}\n`);
}

test('a host whose certificate is there is not visited for it', async () => {
	const serviceId = await serviceWith('kept.localhost');
	await publishHosts(given.world(), { serviceId });
	await storeCertificate('kept.localhost');
	await warmService(given.world(), { serviceId, signal });
	expect(visits()).not.toContain('kept.localhost');
});

test('a domain says what the authority answered until its certificate is there', async () => {
	const serviceId = await serviceWith('slow.localhost');
	await publishHosts(given.world(), { serviceId });
	const refusal = 'HTTP 429 urn:ietf:params:acme:error:rateLimited - too many certificates';
	await authoritySays('slow.localhost', refusal);
	await warmService(given.world(), { serviceId, signal });
	expect(await domain('slow.localhost')).toMatchObject({
		state: 'active',
		reason:
			'No certificate yet: the authority answered 429: too many certificates. It is tried again by itself, after growing pauses.'
	});
	await storeCertificate('slow.localhost');
	await noteCertificates(given.world());
	expect(await domain('slow.localhost')).toMatchObject({ state: 'active', reason: null });
});

test('a domain that does not waits, says for what, gets no certificate, and is looked at again', async () => {
	const serviceId = await serviceWith('shop.nowhere.invalid');
	expect(await servicesWithDueDomains(given.world().db)).toContain(serviceId);
	await publishHosts(given.world(), { serviceId });
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

test('a certificate that can not be had now keeps nothing waiting', async () => {
	const serviceId = await serviceWith('late.localhost');
	await publishHosts(given.world(), { serviceId });
	given.engine.proxy.error = new Error('no certificate');
	await warmService(given.world(), { serviceId, signal });
	given.engine.proxy.error = null;
	expect(await hostsOf(serviceId)).toContainEqual({ host: 'late.localhost', certificate: true });
});
