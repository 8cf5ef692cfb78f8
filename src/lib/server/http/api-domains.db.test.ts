import { describe, expect, it } from 'vitest';
import { newId } from '../db/id.ts';
import { testWorld } from '../testing/world.ts';
import { usePanel } from './testing.ts';
import { tokenOf } from './token-of.ts';

const world = testWorld();
usePanel(world);

async function app() {
	const { owner, call } = await tokenOf(world);
	const { serviceId } = await world.project(owner);
	const { name } = await world.db.service.findUniqueOrThrow({ where: { id: serviceId } });
	return { call, path: `/apps/${name}/domains`, own: `${name}.example.com` };
}

describe('the domains of an app', () => {
	it('are added with the records to set, listed, checked and removed', async () => {
		const { call, path, own } = await app();
		const host = `${newId()}.example.org`;
		const [label] = host.split('.');
		const added = await call('POST', path, { host });
		expect(added).toMatchObject({
			status: 201,
			body: {
				status: 'success',
				host,
				zone: 'example.org',
				dns: { state: 'waiting', seen: [] },
				certificate: { state: 'none', valid_until: null },
				records: [{ type: 'CNAME', name: label, value: own }]
			}
		});
		expect((await call('GET', path)).body).toMatchObject({ domains: [{ host }] });
		expect(await call('POST', `${path}/${host}/check`)).toMatchObject({ status: 202 });
		const other = `${newId()}.example.org`;
		await call('POST', path, { host: other });
		for (const redirect_to of [host, null]) {
			const changed = await call('PATCH', `${path}/${other}`, { redirect_to });
			expect(changed).toMatchObject({ status: 200, body: { status: 'success' } });
			expect((await call('GET', path)).body).toMatchObject({
				domains: [{ host }, { redirect_to }]
			});
		}
		const wrong = await call('PATCH', `${path}/${other}`, { redirect_to: 'example.net' });
		expect(wrong).toMatchObject({ status: 422, body: { code: 'invalid_redirect', field: 'to' } });
		await call('DELETE', `${path}/${other}`);
		expect(await call('DELETE', `${path}/${host}`)).toMatchObject({ status: 200 });
		expect((await call('GET', path)).body).toEqual({ domains: [] });
		expect(await call('DELETE', `${path}/${host}`)).toMatchObject({ status: 404 });
		expect(await call('POST', `${path}/${host}/check`)).toMatchObject({ status: 404 });
	});

	it.each([
		[{}, 422, 'host'],
		[{ host: 'http://x.com/' }, 422, 'host'],
		[{ host: '*.com' }, 422, 'host'],
		[{ host: 'x.com {' }, 422, 'host'],
		[{ host: 'shop.test', serviceId: 'x' }, 422, 'serviceId']
	])('are refused as on the page: %j', async (domain, expected, field) => {
		const { call, path } = await app();
		const { status, body } = await call('POST', path, domain);
		expect([status, body.status, body.field]).toEqual([expected, 'error', field]);
	});
});
