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
	return { made, call, path: `/apps/${name}/volumes` };
}

describe('the volumes of an app', () => {
	it('are added, listed and removed', async () => {
		const { made, call, path } = await app();
		const added = await call('POST', path, { name: 'data', path: '/data' });
		expect(added).toMatchObject({
			status: 201,
			body: { status: 'success', message: 'data is mounted from the next deployment on.' }
		});
		const listed = { name: 'data', path: '/data', bytes: null };
		expect((await call('GET', path)).body).toEqual({ volumes: [{ ...listed, state: 'waiting' }] });
		await world.deploy(made);
		expect((await call('GET', path)).body).toEqual({ volumes: [{ ...listed, state: 'mounted' }] });
		expect(await call('DELETE', `${path}/data?confirm=data`)).toMatchObject({ status: 202 });
		expect((await call('GET', path)).body).toEqual({ volumes: [{ ...listed, state: 'leaving' }] });
		expect(await call('DELETE', `${path}/data?confirm=data`)).toMatchObject({ status: 404 });
	});

	it('go only when their name is repeated', async () => {
		const { call, path } = await app();
		await call('POST', path, { name: 'data', path: '/data' });
		for (const query of ['', '?confirm=yes']) {
			expect(await call('DELETE', `${path}/data${query}`)).toMatchObject({
				status: 422,
				body: { code: 'not_confirmed', message: "Type 'data' to confirm.", field: 'confirm' }
			});
		}
	});

	it.each([
		[{}, 422, 'name'],
		[{ name: 'data' }, 422, 'path'],
		[{ name: 'data', path: '/etc' }, 422, 'path'],
		[{ name: 'data', path: '/data', serviceId: 'x' }, 422, 'serviceId'],
		[{ name: 'first', path: '/other' }, 409, 'name'],
		[{ name: 'data', path: '/first/inside' }, 409, 'path']
	])('are refused as on the page: %j', async (volume, expected, field) => {
		const { call, path } = await app();
		await call('POST', path, { name: 'first', path: '/first' });
		const { status, body } = await call('POST', path, volume);
		expect([status, body.status, body.field]).toEqual([expected, 'error', field]);
	});

	it('are not found when there is none of that name', async () => {
		const { call, path } = await app();
		expect(await call('DELETE', `${path}/other?confirm=other`)).toMatchObject({
			status: 404,
			body: { code: 'not_found', message: 'There is no such volume.' }
		});
	});
});
