import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '#engine/error.ts';
import { addDomain } from '#lib/server/domains/add-domain.ts';
import { makeCertificate } from '../../e2e/fixtures/certificate.ts';
import { workerWorld } from '../testing/worker-world.ts';
import { dueDomains } from './due-domains.ts';
import { lookUpDomains } from './look-up-domains.ts';
import { noteCertificates } from './note-certificates.ts';
import { publishHosts, tellNames } from './publish-hosts.ts';
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
const dueServices = async () => (await dueDomains(given.world().db)).services;
const visits = () => given.engine.proxy.visits.map(({ host }) => host);

test('a domain that points here is active, permitted, and visited once for its certificate', async () => {
	const serviceId = await serviceWith('shop.localhost');
	await publishHosts(given.world(), { serviceId, signal });
	expect(await domain('shop.localhost')).toMatchObject({ state: 'active', reason: null });
	expect(await hostsOf(serviceId)).toContainEqual({ host: 'shop.localhost', certificate: true });
	expect(await given.waiting()).toContainEqual({
		task: 'warm-certificates',
		payload: { serviceId }
	});
	await warmService(given.world(), { serviceId, signal });
	expect(visits()).toContain('shop.localhost');
});

test('maintenance is told to names before DNS is asked, and nothing else of the entry changes', async () => {
	const serviceId = await serviceWith('shut.localhost');
	const { names } = given.engine;
	const target = { address: '10.0.0.9', port: 3000 };
	await names.update(serviceId, { state: 'live', targets: [target] });
	const { db } = given.world();
	const since = { maintenanceSince: new Date(), maintenanceMessage: 'Until noon.' };
	await db.service.update({ where: { id: serviceId }, data: since });
	await tellNames(given.world(), serviceId);
	expect(await names.find(serviceId)).toMatchObject({
		...{ state: 'live', targets: [target] },
		maintenance: { message: 'Until noon.' }
	});
	await db.service.update({ where: { id: serviceId }, data: { maintenanceSince: null } });
	await tellNames(given.world(), serviceId);
	expect(await names.find(serviceId)).toMatchObject({ maintenance: null, targets: [target] });
});

/** Looks its DNS up again, with these answers. */
async function lookUp(host: string, answers: Record<string, string[]>) {
	const { serviceId } = await domain(host);
	const data = { checkAgainAt: null };
	await given.world().db.domain.updateMany({ where: { host }, data });
	const resolve = (name: string) => Promise.resolve(answers[name] ?? []);
	const asked = () => Promise.resolve(false);
	await lookUpDomains(given.world(), { serviceId, resolve, asked });
	return domain(host);
}

test('a domain says where else it leads, and comes back', async () => {
	await serviceWith('www.moving.test');
	const mine = { 'gantry.example.com': ['93.184.216.7'] };
	const at = (address: string) => ({ ...mine, 'www.moving.test': [address] });
	expect(await lookUp('www.moving.test', at('93.184.216.99'))).toMatchObject({
		...{ state: 'pending', dns: 'elsewhere', seen: ['93.184.216.99'] },
		reason: expect.stringMatching(/^A record of www\.moving\.test is 93\.184\.216\.99, expected /)
	});
	const here = { state: 'active', dns: 'here', seen: ['127.0.0.1'], reason: null };
	expect(await lookUp('www.moving.test', at('127.0.0.1'))).toMatchObject(here);
	expect(await lookUp('www.moving.test', at('104.16.9.9'))).toMatchObject({
		...{ state: 'pending', dns: 'proxied' },
		reason: expect.stringContaining('Cloudflare')
	});
});

test('a domain with a certificate keeps it while its DNS leads elsewhere', async () => {
	await serviceWith('kept.moving.test');
	await lookUp('kept.moving.test', { 'kept.moving.test': ['127.0.0.1'] });
	await storeCertificate('kept.moving.test');
	await noteCertificates(given.world());
	const away = await lookUp('kept.moving.test', { 'kept.moving.test': ['93.184.216.99'] });
	expect(away).toMatchObject({ state: 'active', dns: 'elsewhere', certificate: 'valid' });
});

const folderOf = (host: string) =>
	join(given.world().paths.caddyStorage, 'certificates/acme', host);

/** As Caddy does when one was issued. */
async function storeCertificate(host: string) {
	await mkdir(folderOf(host), { recursive: true });
	await writeFile(join(folderOf(host), `${host}.crt`), await makeCertificate({ hosts: [host] }));
}

async function authoritySays(host: string, error: string) {
	const log = given.world().paths.processLog('caddy');
	await mkdir(dirname(log), { recursive: true });
	// It answers once it was asked.
	const ts = Date.now() / 1000 + 60;
	const entry = { ts, level: 'error', logger: 'tls.obtain', identifier: host, error };
	await appendFile(log, `${JSON.stringify(entry)}\n`);
}

test('a host whose certificate is there is not visited for it', async () => {
	const serviceId = await serviceWith('kept.localhost');
	await publishHosts(given.world(), { serviceId, signal });
	await storeCertificate('kept.localhost');
	await warmService(given.world(), { serviceId, signal });
	expect(visits()).not.toContain('kept.localhost');
});

test('a domain says what the authority answered until its certificate is there', async () => {
	const serviceId = await serviceWith('slow.localhost');
	await publishHosts(given.world(), { serviceId, signal });
	const refusal = 'HTTP 429 urn:ietf:params:acme:error:rateLimited - too many certificates';
	await authoritySays('slow.localhost', refusal);
	await warmService(given.world(), { serviceId, signal });
	const before = Date.now();
	expect(await domain('slow.localhost')).toMatchObject({
		state: 'active',
		certificate: 'failed',
		certificateReason: 'The authority answered 429: too many certificates.',
		certificateTries: 1
	});
	const { certificateRetryAt } = await domain('slow.localhost');
	expect(certificateRetryAt!.getTime()).toBeGreaterThan(before);
	await storeCertificate('slow.localhost');
	await noteCertificates(given.world());
	expect(await domain('slow.localhost')).toMatchObject({
		certificate: 'valid',
		certificateReason: null,
		certificateUntil: expect.any(Date),
		certificateTries: 0,
		certificateRetryAt: null
	});
});

test('a domain that does not waits, says for what, gets no certificate, and is looked at again', async () => {
	const serviceId = await serviceWith('shop.nowhere.invalid');
	expect(await dueServices()).toContain(serviceId);
	await publishHosts(given.world(), { serviceId, signal });
	const row = await domain('shop.nowhere.invalid');
	expect(row).toMatchObject({ state: 'pending', dns: 'waiting', certificate: 'none' });
	expect(row.reason).toContain('shop.nowhere.invalid');
	expect(row.checkAgainAt!.getTime()).toBeGreaterThan(row.checkedAt!.getTime());
	expect(await hostsOf(serviceId)).toContainEqual({
		host: 'shop.nowhere.invalid',
		certificate: false
	});
	expect(visits()).not.toContain('shop.nowhere.invalid');
	expect(await dueServices()).not.toContain(serviceId);
	await given.world().db.domain.updateMany({
		where: { host: 'shop.nowhere.invalid' },
		data: { checkAgainAt: new Date(Date.now() - 1000) }
	});
	expect(await dueServices()).toContain(serviceId);
});

test('a certificate that can not be had now keeps nothing waiting, and is tried again later', async () => {
	const serviceId = await serviceWith('late.localhost');
	await publishHosts(given.world(), { serviceId, signal });
	given.engine.proxy.error = new AppError('certificate_failed', 502, 'No HTTPS connection.');
	await warmService(given.world(), { serviceId, signal });
	given.engine.proxy.error = null;
	expect(await hostsOf(serviceId)).toContainEqual({ host: 'late.localhost', certificate: true });
	const row = await domain('late.localhost');
	expect(row).toMatchObject({ certificate: 'failed', certificateReason: 'No HTTPS connection.' });
	const before = visits().length;
	await warmService(given.world(), { serviceId, signal });
	expect(visits().slice(before)).not.toContain('late.localhost');
	expect(await dueServices()).not.toContain(serviceId);
	await given.world().db.domain.updateMany({
		where: { host: 'late.localhost' },
		data: { certificateRetryAt: new Date(Date.now() - 1000) }
	});
	expect(await dueServices()).toContain(serviceId);
	await warmService(given.world(), { serviceId, signal });
	expect(visits().slice(before)).toContain('late.localhost');
	const after = await domain('late.localhost');
	expect(after).toMatchObject({ certificate: 'issuing', certificateTries: 2 });
});

test('while the authority takes its time the domain says that it is being issued', async () => {
	const serviceId = await serviceWith('patient.localhost');
	await publishHosts(given.world(), { serviceId, signal });
	given.engine.proxy.error = new AppError('visit_timed_out', 504, 'It did not answer in time.');
	await warmService(given.world(), { serviceId, signal });
	given.engine.proxy.error = null;
	expect(await domain('patient.localhost')).toMatchObject({
		certificate: 'issuing',
		certificateReason: null
	});
});

test('a wildcard is told to names, and its names are not visited', async () => {
	const serviceId = await serviceWith('*.wild.localhost');
	await publishHosts(given.world(), { serviceId, signal });
	await warmService(given.world(), { serviceId, signal });
	expect(await hostsOf(serviceId)).toContainEqual({ host: '*.wild.localhost', certificate: true });
	expect(visits().filter((host) => host.includes('wild'))).toEqual([]);
	expect(await domain('*.wild.localhost')).toMatchObject({ state: 'active', certificate: 'none' });
});
