import { describe, expect, it } from 'vitest';
import { newId } from '../db/id.ts';
import { listActivity } from '../activity/list-activity.ts';
import { testWorld } from '../testing/world.ts';
import { usePanel } from './testing.ts';
import { tokenOf } from './token-of.ts';

const world = testWorld();
usePanel(world);

async function app() {
	const { owner, call } = await tokenOf(world);
	const { serviceId } = await world.project(owner);
	const { name } = await world.db.service.findUniqueOrThrow({ where: { id: serviceId } });
	return { owner, serviceId, call, path: `/apps/${name}/thresholds` };
}

const memory = { measure: 'memory', unit: 'percent', default: { limit: 90, minutes: 10 } };

describe('the thresholds of an app', () => {
	it('are listed with their defaults, and with the alarms that passed them', async () => {
		const { call, path, serviceId } = await app();
		const raisedAt = new Date('2026-01-02T03:04:05Z');
		await world.db.alarm.create({
			data: {
				...{ id: newId(), serviceId, measure: 'memory', limit: 90, minutes: 10 },
				...{ value: 97.5, raisedAt }
			}
		});
		const { body } = await call('GET', path);
		expect(body).toMatchObject({
			thresholds: [
				{ measure: 'cpu', on: true, limit: 90, minutes: 15 },
				{ ...memory, on: true, limit: 90, minutes: 10 },
				{ measure: 'errors', on: true },
				{ measure: 'latency', unit: 'milliseconds', on: false, default: null }
			],
			alarms: [{ measure: 'memory', value: 97.5, raised: raisedAt.toJSON(), ended: null }]
		});
	});

	it('are set one by one, switched off, and set to their defaults again', async () => {
		const { owner, call, path } = await app();
		const stored = async () => {
			const { body } = await call('GET', path);
			return (body as { thresholds: { measure: string }[] }).thresholds[1];
		};
		expect(await call('PUT', `${path}/memory`, { limit: 80, minutes: 5 })).toMatchObject({
			status: 200,
			body: { message: 'Saved. It holds within a minute.' }
		});
		expect(await stored()).toEqual({ ...memory, on: true, limit: 80, minutes: 5 });
		expect((await call('DELETE', `${path}/memory`)).body).toMatchObject({
			message: 'The threshold is off.'
		});
		expect(await stored()).toMatchObject({ on: false });
		expect((await call('PUT', `${path}/memory`, {})).status).toBe(200);
		expect(await stored()).toEqual({ ...memory, on: true, limit: 90, minutes: 10 });
		const { groups } = await listActivity(owner, { kind: 'projects' });
		expect(groups[0]?.events.map(({ words }) => words)).toEqual([
			'changed thresholds: Memory 90 % for 10 min',
			'changed thresholds: Memory off',
			'changed thresholds: Memory 80 % for 5 min'
		]);
	});

	it('do not lose one of two that are set at once', async () => {
		const { call, path, serviceId } = await app();
		const measures = ['cpu', 'memory', 'errors', 'latency'];
		await Promise.all(measures.map((name) => call('PUT', `${path}/${name}`, { minutes: 7 })));
		const { thresholds } = await world.db.service.findUniqueOrThrow({ where: { id: serviceId } });
		expect(Object.keys(Object(thresholds)).sort()).toEqual([...measures].sort());
	});

	it.each([
		['memory', { limit: 101 }, 'Give whole per cents from 1 to 100.', 'limit'],
		['latency', { limit: 0 }, 'Give whole milliseconds from 1 to 600000.', 'limit'],
		['cpu', { minutes: 61 }, 'Give whole minutes from 1 to 60.', 'minutes']
	])('%s refuses %j', async (measure, json, message, field) => {
		const { call, path } = await app();
		expect(await call('PUT', `${path}/${measure}`, json)).toMatchObject({
			status: 422,
			body: { message, field }
		});
	});

	it('are those that are measured, of one’s own app', async () => {
		const { path, call } = await app();
		const stranger = await tokenOf(world);
		expect((await call('PUT', `${path}/disk`, {})).status).toBe(404);
		expect((await call('DELETE', `${path}/__proto__`)).status).toBe(404);
		expect((await stranger.call('GET', path)).body).toMatchObject({ code: 'app_not_found' });
		expect((await stranger.call('PUT', `${path}/cpu`, {})).status).toBe(404);
		expect((await stranger.call('DELETE', `${path}/cpu`)).status).toBe(404);
	});
});

it('the thresholds of the server belong to admins', async () => {
	const admin = await tokenOf(world, await world.person('admin'));
	const { call } = await tokenOf(world);
	const path = '/settings/thresholds';
	expect((await call('GET', path)).status).toBe(403);
	expect((await call('PUT', `${path}/disk`, {})).status).toBe(403);
	expect((await call('DELETE', `${path}/disk`)).status).toBe(403);
	expect((await admin.call('PUT', `${path}/disk`, { limit: 70 })).status).toBe(200);
	expect((await admin.call('DELETE', `${path}/cpu`)).status).toBe(200);
	expect((await admin.call('GET', path)).body).toMatchObject({
		thresholds: [
			{ measure: 'cpu', on: false },
			{ measure: 'memory', on: true },
			{ measure: 'disk', on: true, limit: 70, minutes: 10 }
		],
		alarms: []
	});
});
