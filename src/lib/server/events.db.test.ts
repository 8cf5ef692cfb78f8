import { afterEach, expect, test } from 'vitest';
import { eventChannel, type GantryEvent } from '#lib/schemas/events.ts';
import { newId } from './db/id.ts';
import { testDb } from './db/testing/test-db.ts';
import { connectEvents, waitForDeployment, type Events, type HeardEvent } from './events.ts';

const database = testDb();
const opened: Events[] = [];
afterEach(() => Promise.all(opened.splice(0).map((events) => events.close())));

/** Connected, with everything heard so far and a wait for what comes. */
async function listening() {
	const events = connectEvents(database.url);
	opened.push(events);
	const heard: HeardEvent[] = [];
	const waiting: (() => void)[] = [];
	events.subscribe((event) => {
		heard.push(event);
		for (const wake of waiting.splice(0)) wake();
	});
	const until = async (count: number) => {
		while (heard.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
	};
	await until(1);
	return { events, heard, until };
}

const notify = (event: unknown) =>
	database.db.$queryRaw`select pg_notify(${eventChannel}, ${JSON.stringify(event)})::text`;

async function deployment(): Promise<GantryEvent & { kind: 'deployment' }> {
	const [projectId, serviceId, deploymentId, userId] = [newId(), newId(), newId(), newId()];
	await database.db.user.create({ data: { id: userId, email: userId, passwordHash: '' } });
	await database.db.project.create({
		data: { id: projectId, ownerId: userId, name: 'shop', nameKey: projectId }
	});
	const source = { gitUrl: 'https://git.example/shop', branch: 'main', webhookSecretCipher: '' };
	await database.db.service.create({
		data: { id: serviceId, projectId, name: serviceId, ...source }
	});
	await database.db.deployment.create({
		data: {
			id: deploymentId,
			serviceId,
			number: 1,
			generation: 1,
			trigger: 'manual',
			branch: 'main',
			settings: {},
			variablesCipher: ''
		}
	});
	return { kind: 'deployment', projectId, serviceId, deploymentId, state: 'queued' };
}

test('hears what is sent, and passes over what it does not understand', async () => {
	const { heard, until } = await listening();
	await notify({ kind: 'from-the-future' });
	await notify({ kind: 'project', projectId: 'p1' });
	await until(2);
	expect(heard).toEqual([{ kind: 'resync' }, { kind: 'project', projectId: 'p1' }]);
});

test('comes back by itself and says that events may be missing', async () => {
	const { heard, until } = await listening();
	await database.db.$queryRaw`select pg_terminate_backend(pid) from pg_stat_activity
		where application_name = 'gantry events' and datname = current_database()`;
	await until(2);
	await notify({ kind: 'project', projectId: 'p2' });
	await until(3);
	expect(heard.slice(1)).toEqual([{ kind: 'resync' }, { kind: 'project', projectId: 'p2' }]);
});

test('waits for the end of a deployment', async () => {
	const { events } = await listening();
	const event = await deployment();
	const signal = AbortSignal.timeout(10_000);
	const end = waitForDeployment({ db: database.db, events }, { ...event, signal });
	await notify({ ...event, state: 'running' });
	await database.db.deployment.update({
		where: { id: event.deploymentId },
		data: { state: 'failed' }
	});
	await notify({ ...event, state: 'failed' });
	expect(await end).toBe('failed');
	expect(await waitForDeployment({ db: database.db, events }, { ...event, signal })).toBe('failed');
});

test('stops waiting when told to, and for what does not exist', async () => {
	const { events } = await listening();
	const event = await deployment();
	const stop = new AbortController();
	const end = waitForDeployment({ db: database.db, events }, { ...event, signal: stop.signal });
	stop.abort(new Error('too long'));
	await expect(end).rejects.toThrow('too long');
	const missing = { deploymentId: newId(), signal: AbortSignal.timeout(10_000) };
	await expect(waitForDeployment({ db: database.db, events }, missing)).rejects.toMatchObject({
		code: 'not_found'
	});
});
