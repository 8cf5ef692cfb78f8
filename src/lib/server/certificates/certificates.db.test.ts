import { describe, expect, it } from 'vitest';
import { makeOwnCertificate } from '../../../../e2e/fixtures/certificate.ts';
import { newId } from '../db/id.ts';
import { addDomain } from '../domains/add-domain.ts';
import { listDomains } from '../domains/list-domains.ts';
import { usePanel } from '../http/testing.ts';
import { tokenOf } from '../http/token-of.ts';
import { testWorld } from '../testing/world.ts';

const world = testWorld();
usePanel(world);
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
		const given = await makeOwnCertificate(host);
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
		await call('PUT', path, await makeOwnCertificate(host));
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
		const given = await makeOwnCertificate(host);
		const other = await makeOwnCertificate('x.example.org');
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
