import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { system } from '../auth/actors.ts';
import { newId } from '../db/id.ts';
import { finishDeployment } from '../deployments/finish-deployment.ts';
import { startDeployment } from '../deployments/start-deployment.ts';
import { testWorld } from '../testing/world.ts';
import { getDelivery } from './get-delivery.ts';
import { getWebhook } from './get-webhook.ts';
import { listDeliveries } from './list-deliveries.ts';
import { lookForPushes } from './look-for-pushes.ts';
import { receiveGithubDelivery } from './receive-github-delivery.ts';
import { replayDelivery } from './replay-delivery.ts';
import { rotateWebhookSecret } from './rotate-webhook-secret.ts';

const world = testWorld();
const sha = (letter: string) => letter.repeat(40);
const repository = { id: 42, full_name: 'gantry/example' };

async function setup() {
	const ctx = await world.person('user');
	const made = await world.project(ctx);
	const { serviceId } = made;
	const { secret } = await rotateWebhookSecret(ctx, made);
	const push = async (after: string, more: Record<string, unknown> = {}) => {
		const payload = { ref: 'refs/heads/main', before: sha('0'), after, repository, ...more };
		const body = Buffer.from(JSON.stringify(payload));
		const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
		const deliveryId = newId();
		const headers = new Headers({
			'user-agent': 'GitHub-Hookshot/1',
			'x-hub-signature-256': signature,
			authorization: 'Bearer canary',
			cookie: 'a=canary'
		});
		const sent = { serviceId, deliveryId, event: 'push', signature, body, headers };
		const answer = await receiveGithubDelivery(world.contextOf(system('198.51.100.1')), sent);
		return { ...answer, deliveryId };
	};
	return { ctx, made, serviceId, secret, push };
}

describe('the inbox of deliveries', () => {
	it('shows what came, without signature, credentials and secrets', async () => {
		const { ctx, serviceId, secret, push } = await setup();
		const { deliveryId, deploymentId } = await push(sha('b'), { note: `the secret is ${secret}` });
		const shown = await getDelivery(ctx, { serviceId, deliveryId });
		expect(shown).toMatchObject({
			...{ event: 'push', decision: 'deployed', reason: 'Deploys commit bbbbbbb.' },
			...{ branch: 'main', commitSha: sha('b'), deploymentId, origin: 'delivered', absence: null },
			headers: expect.arrayContaining([
				['X-GitHub-Event', 'push'],
				['X-GitHub-Delivery', deliveryId],
				['User-Agent', 'GitHub-Hookshot/1']
			]) as unknown
		});
		expect(shown.payload?.text).toContain('  "ref": "refs/heads/main",\n');
		for (const hidden of ['canary', 'sha256=', secret]) {
			expect(JSON.stringify(shown)).not.toContain(hidden);
		}
	});

	it('is read page by page, and by decision', async () => {
		const { ctx, serviceId, push } = await setup();
		const kept = [await push(sha('b')), await push(sha('c'), { before: sha('b') })];
		await push(sha('d'), { ref: 'refs/heads/dev' });
		const first = await listDeliveries(ctx, { serviceId, limit: 2 });
		expect(first.deliveries.map(({ branch }) => branch)).toEqual(['dev', 'main']);
		const second = await listDeliveries(ctx, { serviceId, limit: 2, before: first.next ?? '' });
		expect(second).toMatchObject({ next: null, deliveries: [{ id: kept[0]?.deliveryId }] });
		const deployed = await listDeliveries(ctx, { serviceId, decision: 'deployed' });
		expect(deployed.deliveries.map(({ id }) => id)).toEqual(
			kept.map(({ deliveryId }) => deliveryId).reverse()
		);
		const nowhere = listDeliveries(ctx, { serviceId, before: '; drop' });
		await expect(nowhere).rejects.toMatchObject({ status: 422 });
	});
});

describe('a replay', () => {
	it('deploys again what failed, as a delivery of its own that says who asked', async () => {
		const { ctx, serviceId, push } = await setup();
		const head = { id: sha('b'), message: 'Fix it', author: { name: 'Ada' } };
		const { deliveryId, deploymentId } = await push(sha('b'), { head_commit: head });
		expect((await replayDelivery(ctx, { serviceId, deliveryId })).reason).toBe(
			'Commit bbbbbbb is deployed already by #2.'
		);
		await startDeployment(world.db, { deploymentId: deploymentId ?? '' });
		const error = { code: 'build_failed', step: 'build', message: 'It failed.', hint: null };
		await finishDeployment(world.db, {
			deploymentId: deploymentId ?? '',
			outcome: { state: 'failed', error }
		});
		const replay = await replayDelivery(ctx, { serviceId, deliveryId });
		const made = await world.db.deployment.findUniqueOrThrow({
			where: { id: replay.deploymentId ?? '' }
		});
		expect(made).toMatchObject({
			...{ trigger: 'push', commitSha: sha('b'), commitMessage: 'Fix it', number: 3 },
			actorId: ctx.actor.userId
		});
		const shown = await getDelivery(ctx, { serviceId, deliveryId: replay.deliveryId });
		expect(shown).toMatchObject({
			...{ origin: 'replayed', replayOf: deliveryId, actor: ctx.actor.email, absence: null },
			deploymentId: replay.deploymentId
		});
		// A replay of it replays the delivery itself.
		const again = await replayDelivery(ctx, { serviceId, deliveryId: replay.deliveryId });
		const row = await getDelivery(ctx, { serviceId, deliveryId: again.deliveryId });
		expect(row.replayOf).toBe(deliveryId);
		expect(
			await world.db.auditEvent.count({ where: { action: 'webhook.replayed', serviceId } })
		).toBe(3);
	});

	it('happens once for a form that is sent twice', async () => {
		const { ctx, serviceId, push } = await setup();
		const { deliveryId } = await push(sha('b'), { ref: 'refs/heads/dev' });
		const formKey = 'k'.repeat(20);
		const answers = await Promise.all(
			[1, 2, 3].map(() => replayDelivery(ctx, { serviceId, deliveryId, formKey }))
		);
		expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
		expect((await listDeliveries(ctx, { serviceId })).deliveries).toHaveLength(2);
	});

	it('needs a payload', async () => {
		const { ctx, serviceId, push } = await setup();
		const { deliveryId } = await push(sha('b'));
		await world.db.webhookDelivery.updateMany({ data: { payload: null, headers: { a: 'b' } } });
		const large = await getDelivery(ctx, { serviceId, deliveryId });
		expect(large.absence).toBe('The payload was larger than what is kept.');
		await world.db.webhookDelivery.updateMany({ data: { headers: {} } });
		await expect(replayDelivery(ctx, { serviceId, deliveryId })).rejects.toMatchObject({
			...{ status: 409, code: 'payload_gone' }
		});
	});
});

it('has the worker look at the branch once, however often it is asked', async () => {
	const { ctx, serviceId } = await setup();
	await lookForPushes(ctx, { serviceId });
	await lookForPushes(ctx, { serviceId });
	const key = `find-missed-push:${serviceId}`;
	const [jobs] = await world.db.$queryRaw<{ count: number }[]>`
		select count(*)::int as count from graphile_worker.jobs where key = ${key}`;
	expect(jobs?.count).toBe(1);
	const at = new Date();
	await world.db.service.update({
		where: { id: serviceId },
		data: { headCheckedAt: at, headChecked: 'main is at aaaaaaa.' }
	});
	expect((await getWebhook(ctx, { serviceId })).lastLook).toEqual({
		at,
		found: 'main is at aaaaaaa.'
	});
});
