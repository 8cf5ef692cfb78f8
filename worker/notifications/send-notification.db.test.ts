import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { channelInput, type ChannelInput } from '#lib/schemas/channels.ts';
import { finishDeployment } from '#lib/server/deployments/finish-deployment.ts';
import { startDeployment } from '#lib/server/deployments/start-deployment.ts';
import { announce, within } from '#lib/server/notifications/announce.ts';
import { createChannel } from '#lib/server/notifications/create-channel.ts';
import { updateChannel } from '#lib/server/notifications/update-channel.ts';
import { workerWorld } from '../testing/worker-world.ts';
import { sendNotification } from './send-notification.ts';
import { testChannel } from './test-channel.ts';
import { hookServer } from './testing.ts';

const { panel, world, waiting } = workerWorld();
const signal = AbortSignal.timeout(60_000);

let server: Awaited<ReturnType<typeof hookServer>>;
beforeAll(async () => {
	server = await hookServer();
});
afterAll(() => server.close());
beforeEach(async () => {
	Object.assign(server.next, { status: 204, headers: {} });
	server.taken.splice(0);
	await panel.db.channel.deleteMany();
	await panel.db.$executeRaw`delete from graphile_worker._private_jobs`;
});

/** A world that may speak to loopback. */
const ground = () => ({
	...world(),
	env: { ...panel.env, GANTRY_ALLOW_PRIVATE_HOSTS: ['127.0.0.1'] }
});
const discord = (change: Partial<ChannelInput> = {}) =>
	channelInput.parse({
		...{ kind: 'discord', name: 'team', url: server.url('/api/webhooks/1/x') },
		...{ occasions: ['deployment-failed', 'crash-loop', 'disk-low'], ...change }
	});
const sends = async () =>
	(await waiting()).filter(({ task }) => task === 'send-notification').map((job) => job.payload);
const sendAll = async () => {
	for (const { notificationId = '' } of await sends()) {
		await sendNotification(ground(), { notificationId, signal });
	}
};

async function failedDeployment() {
	const owner = await panel.person('user');
	const made = await panel.project(owner);
	const finish = () =>
		finishDeployment(panel.db, {
			deploymentId: made.deploymentId,
			outcome: {
				state: 'failed',
				error: { code: 'build_failed', step: 'build', message: 'It ended with code 1', hint: null }
			}
		});
	await startDeployment(panel.db, { deploymentId: made.deploymentId });
	return { ...made, owner, finish };
}

test('a failed deployment is told to its project’s and to the installation’s channels, once', async () => {
	const { owner, projectId, finish } = await failedDeployment();
	const admin = await panel.person('admin');
	const other = await panel.project(owner);
	await createChannel(owner, { projectId, channel: discord() });
	await createChannel(admin, { projectId: null, channel: discord() });
	await createChannel(owner, { projectId: other.projectId, channel: discord() });
	await createChannel(owner, { projectId, channel: discord({ isPaused: true }) });
	await createChannel(owner, { projectId, channel: discord({ occasions: ['crash-loop'] }) });
	expect(await finish()).toBe('failed');
	await finish();
	expect(await sends()).toHaveLength(2);
	await sendAll();
	// Taken once more, as after a worker that was lost.
	await sendAll();
	expect(server.taken).toHaveLength(2);
	const [embed] = JSON.parse(server.taken[0]?.body ?? '').embeds;
	expect(embed).toMatchObject({
		title: expect.stringMatching(/: deployment \\#1 failed$/),
		description: 'It ended with code 1.',
		url: expect.stringMatching(/^https:\/\/gantry\.example\.com\/deployments\/\w{20}$/)
	});
	expect(await panel.db.channel.findMany({ where: { lastSentAt: { not: null } } })).toHaveLength(2);
});

test('a failure stands at the channel in words and is tried again later', async () => {
	const { owner, projectId, finish } = await failedDeployment();
	const { channelId } = await createChannel(owner, { projectId, channel: discord() });
	await finish();
	Object.assign(server.next, { status: 429, headers: { 'retry-after': '3600' } });
	await sendAll();
	const channel = () => panel.db.channel.findUniqueOrThrow({ where: { id: channelId } });
	expect(await channel()).toMatchObject({
		lastError: 'Discord asks for a pause (429).',
		lastSentAt: null
	});
	const [{ later } = { later: false }] = await panel.db.$queryRaw<{ later: boolean }[]>`
		select run_at > now() + interval '50 minutes' as later from graphile_worker._private_jobs jobs
		join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
		where tasks.identifier = 'send-notification'`;
	expect(later).toBe(true);
	Object.assign(server.next, { status: 204, headers: {} });
	await sendAll();
	expect(await channel()).toMatchObject({ lastError: null, lastSentAt: expect.any(Date) });
	expect(await panel.db.notification.findFirst({ where: { channelId } })).toMatchObject({
		...{ state: 'sent', attempts: 2 }
	});
});

test('what trying again can not mend is given up, and so is a sixth attempt', async () => {
	const { owner, projectId, finish } = await failedDeployment();
	await createChannel(owner, { projectId, channel: discord() });
	await finish();
	const row = () => panel.db.notification.findFirstOrThrow({ where: { channel: { projectId } } });
	await panel.db.notification.updateMany({ data: { attempts: 5 } });
	server.next.status = 500;
	await sendAll();
	expect(await row()).toMatchObject({ state: 'failed', attempts: 6 });
	await panel.db.notification.updateMany({ data: { attempts: 0, state: 'waiting' } });
	server.next.status = 404;
	await sendAll();
	expect(await row()).toMatchObject({ state: 'failed', attempts: 1 });
});

test('what happens again within its time is told once', async () => {
	await createChannel(await panel.person('admin'), { projectId: null, channel: discord() });
	const occasion = { kind: 'disk-low' as const, freeBytes: 1, totalBytes: 100 };
	const tell = (at: string) =>
		panel.db.$transaction((tx) =>
			announce(tx, {
				...{ occasion, projectId: null },
				occasionId: `disk-low:${within(6, new Date(at))}`
			})
		);
	await tell('2026-11-21T12:00:00Z');
	await tell('2026-11-21T17:00:00Z');
	expect(await sends()).toHaveLength(1);
	await tell('2026-11-21T18:00:00Z');
	expect(await sends()).toHaveLength(2);
});

test('nothing is told of what was deleted meanwhile', async () => {
	const { owner, projectId, serviceId, finish } = await failedDeployment();
	await createChannel(owner, { projectId, channel: discord() });
	await finish();
	await panel.db.service.update({ where: { id: serviceId }, data: { deletedAt: new Date() } });
	await sendAll();
	expect(server.taken).toEqual([]);
	expect(await panel.db.notification.count()).toBe(0);
});

test('a test says at once what came of it, signed with the secret that was shown once', async () => {
	const { owner, projectId } = await failedDeployment();
	const channel = channelInput.parse({
		...{ kind: 'webhook', name: 'bot', url: server.url('/in'), occasions: ['crash-loop'] }
	});
	const { channelId, signing } = await createChannel(owner, { projectId, channel });
	// Changed without typing the URL again: it stays, and so does the secret.
	const change = channelInput.parse({ ...channel, url: '', name: 'robot' });
	await updateChannel(owner, { channelId, channel: change });
	expect(await testChannel(ground(), { channelId, signal })).toEqual({
		ok: true,
		detail: 'It answered 204.'
	});
	const { headers, body } = server.taken[0] ?? { headers: {} as IncomingHttpHeaders, body: '' };
	const key = Buffer.from(String(signing).slice('whsec_'.length), 'base64');
	const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
	const expected = createHmac('sha256', key).update(signed).digest('base64');
	expect(headers['webhook-signature']).toBe(`v1,${expected}`);
	expect(JSON.parse(body)).toMatchObject({ type: 'test', data: { tone: 'plain' } });
	server.next.status = 410;
	expect(await testChannel(ground(), { channelId, signal })).toMatchObject({ ok: false });
	// Without a setting that allows it, loopback is out of reach.
	expect(await testChannel(world(), { channelId, signal })).toMatchObject({
		ok: false,
		detail: expect.stringContaining('Only https://')
	});
});
