import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { newId } from '../db/id.ts';
import { addDomain } from '../domains/add-domain.ts';
import { listDomains } from '../domains/list-domains.ts';
import { usePanel } from '../http/testing.ts';
import { tokenOf } from '../http/token-of.ts';
import { testWorld } from '../testing/world.ts';

const world = testWorld();
usePanel(world);
const run = promisify(execFile);

/** A certificate and its key, in one text. */
async function made(host: string) {
	const { stdout } = await run('openssl', [
		...['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
		...['-days', '90', '-subj', '/O=Own Authority', '-addext', `subjectAltName=DNS:${host}`],
		...['-keyout', '-', '-out', '-']
	]);
	const [, key = '', certificate = ''] = /^(.*-----END [A-Z ]+KEY-----\s)(.*)$/s.exec(stdout) ?? [];
	return { key, certificate };
}

describe('certificates that people bring', () => {
	it('are shown with their end, replaced and removed; their key is sealed and never shown', async () => {
		const { owner, call } = await tokenOf(world);
		const { serviceId } = await world.project(owner);
		const { name } = await world.db.service.findUniqueOrThrow({ where: { id: serviceId } });
		const { host, domainId } = await addDomain(owner, {
			serviceId,
			host: `${newId()}.example.org`
		});
		const path = `/apps/${name}/domains/${host}/certificate`;
		const given = await made(host);
		expect(await call('PUT', path, given)).toMatchObject({
			status: 200,
			body: {
				status: 'success',
				issuer: 'Own Authority',
				valid_until: expect.any(String) as string
			}
		});
		const first = await world.db.ownCertificate.findUniqueOrThrow({ where: { domainId } });
		expect(first.keyCipher).not.toContain('PRIVATE');
		expect(world.vault.open(first.keyCipher)).toContain('BEGIN PRIVATE KEY');
		const listed = await listDomains(owner, { serviceId });
		expect(listed.domains[0]?.certificate).toMatchObject({ state: 'own', until: first.until });
		expect(JSON.stringify(listed)).not.toMatch(/BEGIN|cipher/i);
		await call('PUT', path, await made(host));
		const second = await world.db.ownCertificate.findUniqueOrThrow({ where: { domainId } });
		expect(second.id).not.toBe(first.id);
		expect(await call('DELETE', path)).toMatchObject({ status: 200 });
		expect(await call('DELETE', path)).toMatchObject({ status: 404 });
		const { domains } = await listDomains(owner, { serviceId });
		expect(domains[0]?.certificate.state).toBe('none');
	});

	it('are refused with the reason at the field', async () => {
		const { owner, call } = await tokenOf(world);
		const { serviceId } = await world.project(owner);
		const { name } = await world.db.service.findUniqueOrThrow({ where: { id: serviceId } });
		const { host } = await addDomain(owner, { serviceId, host: `${newId()}.example.org` });
		const path = `/apps/${name}/domains/${host}/certificate`;
		const given = await made(host);
		const other = await made('x.example.org');
		expect(await call('PUT', path, { ...given, key: other.key })).toMatchObject({
			status: 422,
			body: { field: 'key', message: 'The key does not belong to the certificate.' }
		});
		expect(await call('PUT', path, other)).toMatchObject({
			status: 422,
			body: {
				field: 'certificate',
				message: `The certificate is for x.example.org, not for ${host}.`
			}
		});
	});
});
