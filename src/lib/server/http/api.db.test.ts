import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../db/id.ts';
import { finishDeployment } from '../deployments/finish-deployment.ts';
import { startDeployment } from '../deployments/start-deployment.ts';
import { connectEvents, type Events } from '../events.ts';
import { notify } from '../notify.ts';
import { testWorld } from '../testing/world.ts';
import { endpoints, send, usePanel } from './testing.ts';
import { tokenOf } from './token-of.ts';

const world = testWorld();
usePanel(world);
let events: Events;
beforeAll(() => {
	events = connectEvents(world.url);
});
afterAll(() => events.close());

const client = () => tokenOf(world);
const newName = () => `app-${newId().slice(0, 12).replace(/\d/g, 'x')}`;

/** Does what the worker does, once, for the next deployment of this app (after its `first`). */
function whenAsked(
	name: string,
	act: (ids: { serviceId: string; deploymentId: string }) => unknown,
	first?: string
) {
	let isDone = false;
	const unsubscribe = events.subscribe((event) => {
		if (event.kind !== 'deployment' || event.state !== 'queued' || isDone) return;
		if (event.deploymentId === first) return;
		void world.db.service.findFirst({ where: { id: event.serviceId, name } }).then((service) => {
			if (!service || isDone) return;
			isDone = true;
			unsubscribe();
			return act(event);
		});
	});
}

describe('POST /deploy', () => {
	it('answers once the app is live', async () => {
		const { call } = await client();
		const name = newName();
		whenAsked(name, (ids) => world.deploy(ids));
		const { status, body } = await call('POST', '/deploy', {
			github_repo: 'ada/shop',
			app_name: name,
			branch: 'main',
			port: 3000,
			env_vars: { A: '1' }
		});
		expect(status).toBe(200);
		expect(body).toEqual({
			status: 'success',
			url: `https://${name}.example.com`,
			app_name: name,
			build_id: expect.stringMatching(/^[a-z0-9]{20}$/)
		});
	});

	it('answers at once to who does not want to wait', async () => {
		const { call } = await client();
		const request = { github_repo: 'ada/shop', app_name: newName() };
		const { status, body } = await call('POST', '/deploy', request, { prefer: 'respond-async' });
		expect([status, body.status]).toEqual([202, 'queued']);
	});

	it('says what a build failed with', async () => {
		const { call } = await client();
		const name = newName();
		whenAsked(name, async ({ deploymentId }) => {
			await startDeployment(world.db, { deploymentId });
			const error = { code: 'build_failed', step: 'build', message: 'exit code 1', hint: null };
			await finishDeployment(world.db, { deploymentId, outcome: { state: 'failed', error } });
		});
		const { status, body } = await call('POST', '/deploy', {
			github_repo: 'ada/shop',
			app_name: name
		});
		expect(status).toBe(422);
		expect(body).toMatchObject({ status: 'error', message: 'Build failed: exit code 1' });
	});

	it('refuses a name that is taken, by whomever', async () => {
		const [ada, bob] = [await client(), await client()];
		const request = { github_repo: 'ada/shop', app_name: newName() };
		const prefer = { prefer: 'respond-async' };
		await ada.call('POST', '/deploy', request, prefer);
		for (const { call } of [ada, bob]) {
			expect(await call('POST', '/deploy', request, prefer)).toMatchObject({
				status: 409,
				body: { status: 'error', message: `App '${request.app_name}' already exists` }
			});
		}
	});

	it.each([
		[{}, 'github_repo'],
		[{ github_repo: 'ada/shop', app_name: 'My_App' }, 'app_name'],
		[{ github_repo: 'file:///etc', app_name: 'shop' }, 'github_repo'],
		[{ github_repo: 'ada/shop', app_name: 'shop', port: 0 }, 'port'],
		[{ github_repo: 'ada/shop', app_name: 'shop', branch: 'a b' }, 'branch'],
		[{ github_repo: 'ada/shop', app_name: 'shop', env_vars: { 'A B': '' } }, 'env_vars.0.key'],
		[{ github_repo: 'ada/shop', app_name: 'shop', replicas: 2 }, 'replicas']
	])('refuses %j and names the field', async (request, field) => {
		const { call } = await client();
		const { status, body } = await call('POST', '/deploy', request);
		expect(status).toBe(422);
		expect(body).toMatchObject({ status: 'error', field });
	});

	it('wants JSON, sent as JSON', async () => {
		const { token } = await client();
		const post = (type: string, body: BodyInit) =>
			send('/api/v1/deploy', {
				method: 'POST',
				headers: { authorization: `Bearer ${token}`, 'content-type': type },
				body
			});
		expect((await post('text/plain', '{}')).status).toBe(415);
		expect((await post('application/json+evil', '{}')).status).toBe(415);
		expect((await post('application/json', '{')).status).toBe(400);
		expect((await post('application/json', '{"__proto__":{}}')).status).toBe(400);
		expect((await post('application/json; charset=utf-8', '[]')).status).toBe(422);
		expect((await post('application/json', ' '.repeat(1_100_000))).status).toBe(413);
	});
});

describe('an app', () => {
	it('is listed with its state', async () => {
		const { call, owner } = await client();
		const made = await world.project(owner);
		const { name } = await world.db.service.findUniqueOrThrow({ where: { id: made.serviceId } });
		const url = `https://${name}.example.com`;
		expect((await call('GET', '/apps')).body).toEqual({
			apps: [{ name, url, replicas: 0, status: 'deploying' }]
		});
		await world.deploy(made);
		await world.db.workerBeat.create({
			data: { id: newId(), host: 'first', bootId: 'b', version: '1' }
		});
		expect((await call('GET', `/apps/${name}/status`)).body).toEqual({
			name,
			status: 'running',
			replicas: { desired: 1, running: 1 },
			nodes: ['first'],
			url
		});
	});

	it('shows its last lines', async () => {
		const { call, owner } = await client();
		const { serviceId } = await world.project(owner);
		const { name } = await world.db.service.findUniqueOrThrow({ where: { id: serviceId } });
		expect((await call('GET', `/apps/${name}/logs`)).body).toEqual({ logs: '' });
		for (const lines of ['0', '-1', 'x', '10001', '1.5']) {
			const { status, body } = await call('GET', `/apps/${name}/logs?lines=${lines}`);
			expect([status, body.field]).toEqual([422, 'lines']);
		}
	});

	it('is deployed again', async () => {
		const { call, owner } = await client();
		const made = await world.project(owner);
		const { name } = await world.db.service.findUniqueOrThrow({ where: { id: made.serviceId } });
		whenAsked(name, (ids) => world.deploy(ids), made.deploymentId);
		const { status, body } = await call('POST', `/apps/${name}/deployments`, {});
		expect([status, body.status]).toEqual([200, 'success']);
	});

	it('is removed, and the answer waits until it is gone', async () => {
		const { call, owner } = await client();
		const { serviceId, projectId } = await world.project(owner);
		const { name } = await world.db.service.findUniqueOrThrow({ where: { id: serviceId } });
		const unsubscribe = events.subscribe((event) => {
			if (event.kind !== 'service' || event.serviceId !== serviceId) return;
			unsubscribe();
			void world.db.$transaction(async (tx) => {
				await tx.service.deleteMany({ where: { id: serviceId } });
				await notify(tx, { kind: 'project', projectId });
			});
		});
		expect(await call('DELETE', `/apps/${name}`)).toMatchObject({
			status: 200,
			body: { status: 'success', message: `${name} removed` }
		});
		expect(await world.db.service.findUnique({ where: { id: serviceId } })).toBeNull();
		expect((await call('GET', `/apps/${name}/status`)).body).toMatchObject({
			status: 'error',
			message: `App '${name}' not found`
		});
	});
});

describe('every route', () => {
	const calls: [string, string][] = Object.entries(endpoints)
		.filter(([id]) => id.startsWith('/api/'))
		.flatMap(([id, endpoint]) =>
			Object.keys(endpoint).map((method): [string, string] => [method, id])
		);
	const methodOf = (method: string) => (method === 'fallback' ? 'GET' : method);

	it.each(calls)('%s %s wants a token', async (method, id) => {
		const path = id.replace(/\[[\w.]+\]/g, 'shop');
		const { status, body, headers } = await send(path, { method: methodOf(method) });
		expect([status, body.code]).toEqual([401, 'token_invalid']);
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('cache-control')).toBe('no-store');
	});

	it.each(calls.filter(([, id]) => id.includes('[name]')))(
		'%s %s answers for a foreign app as for a missing one',
		async (method, id) => {
			const { serviceId } = await world.project(await world.person('user'));
			const { name } = await world.db.service.findUniqueOrThrow({ where: { id: serviceId } });
			const { call } = await client();
			const json = method === 'POST' ? {} : undefined;
			const answer = async (app: string) => {
				const path = id
					.replace('/api/v1', '')
					.replace('[name]', app)
					.replace(/\[\w+\]/, 'data');
				const { status, body } = await call(method, path, json);
				return { status, body: { ...body, message: String(body.message).replace(app, '…') } };
			};
			const missing = await answer('no-such-app');
			expect(missing.status).toBe(404);
			expect(await answer(name)).toEqual(missing);
			const untouched = await world.db.service.findUniqueOrThrow({ where: { id: serviceId } });
			expect(untouched.deletedAt).toBeNull();
		}
	);

	it('answers unknown paths and methods in its own shape', async () => {
		const { call } = await client();
		expect(await call('GET', '/nothing')).toMatchObject({ status: 404, body: { status: 'error' } });
		expect(await call('PUT', '/apps')).toMatchObject({
			status: 405,
			body: { status: 'error', code: 'method_not_allowed' }
		});
	});
});
