import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { system } from '../auth/actors.ts';
import { newId } from '../db/id.ts';
import { startDeployment } from '../deployments/start-deployment.ts';
import { updateService } from '../services/update-service.ts';
import { testWorld } from '../testing/world.ts';
import { getWebhook } from './get-webhook.ts';
import { holdService } from './hold-service.ts';
import { receiveGithubDelivery, type Delivery } from './receive-github-delivery.ts';
import { rotateWebhookSecret } from './rotate-webhook-secret.ts';

const world = testWorld();
const sha = (letter: string) => letter.repeat(40);
const repository = { id: 42, full_name: 'gantry/example' };

async function setup() {
	const ctx = await world.person('user');
	const made = await world.project(ctx);
	const { secret } = await rotateWebhookSecret(ctx, made);
	const hook = world.contextOf(system('198.51.100.1'));

	function delivery(payload: unknown, change: Partial<Delivery> = {}): Delivery {
		const body = change.body ?? Buffer.from(JSON.stringify(payload));
		const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
		const { serviceId } = made;
		return { serviceId, deliveryId: newId(), event: 'push', signature, ...change, body };
	}

	const push = (
		after: string,
		more: Record<string, unknown> = {},
		change?: Partial<Delivery>,
		by = hook
	) =>
		receiveGithubDelivery(
			by,
			delivery({ ref: 'refs/heads/main', before: sha('0'), after, repository, ...more }, change)
		);
	return { ctx, made, hook, secret, delivery, push };
}

describe('a delivery of GitHub', () => {
	it('deploys the pushed commit, with what it tells about it', async () => {
		const { push, made } = await setup();
		const author = { name: 'Ada', email: 'ada@example.com' };
		const head = { id: sha('b'), message: 'Fix it', timestamp: '2026-01-02T03:04:05Z', author };
		const { decision, deploymentId } = await push(sha('b'), { head_commit: head });
		expect(decision).toBe('deployed');
		const row = await world.db.deployment.findUniqueOrThrow({ where: { id: deploymentId ?? '' } });
		expect(row).toMatchObject({
			serviceId: made.serviceId,
			trigger: 'push',
			commitSha: sha('b'),
			commitMessage: 'Fix it',
			commitAuthor: 'Ada',
			number: 2
		});
	});

	it('takes the secret before for a day more, and the one before that no more', async () => {
		const { ctx, made, hook, push } = await setup();
		await rotateWebhookSecret(ctx, made);
		expect((await push(sha('b'))).decision).toBe('deployed');
		const tomorrow = { ...hook, clock: () => new Date(Date.now() + 25 * 3_600_000) };
		await expect(push(sha('c'), {}, {}, tomorrow)).rejects.toMatchObject({ status: 401 });
		await rotateWebhookSecret(ctx, made);
		await expect(push(sha('c'))).rejects.toMatchObject({ status: 401 });
	});

	it('finds no service that began to leave after its signature was checked', async () => {
		const { made } = await setup();
		const where = { id: made.serviceId };
		const held = () => world.db.$transaction((tx) => holdService(tx, made.serviceId));
		expect(await held()).toMatchObject(where);
		await world.db.service.update({ where, data: { deletedAt: new Date() } });
		expect(await held()).toBeNull();
	});

	it('acts once for twenty copies of one delivery', async () => {
		const { push, made } = await setup();
		const deliveryId = newId();
		const answers = await Promise.all(
			Array.from({ length: 20 }, () => push(sha('b'), {}, { deliveryId }))
		);
		expect(answers.filter(({ decision }) => decision === 'deployed')).toHaveLength(1);
		expect(answers.filter(({ decision }) => decision === 'duplicate')).toHaveLength(19);
		const { serviceId } = made;
		expect(await world.db.deployment.count({ where: { serviceId, trigger: 'push' } })).toBe(1);
	});

	it('deploys a commit once when two deliveries name it', async () => {
		const { push } = await setup();
		expect((await push(sha('b'))).decision).toBe('deployed');
		expect(await push(sha('b'))).toMatchObject({
			decision: 'ignored',
			reason: 'Commit bbbbbbb is deployed already by #2.'
		});
	});

	it('lets the newest push win when deliveries arrive in another order', async () => {
		const { push } = await setup();
		const [a, b, c] = [sha('a'), sha('b'), sha('c')];
		await push(c, { before: b, repository: { ...repository, pushed_at: 1_700_000_002 } });
		const older = await push(b, {
			before: a,
			repository: { ...repository, pushed_at: 1_700_000_001 }
		});
		expect(older).toMatchObject({
			decision: 'ignored',
			reason: 'Commit bbbbbbb is older than ccccccc, which was pushed after it.'
		});
		const sameSecond = await setup();
		await sameSecond.push(c, { before: b });
		expect((await sameSecond.push(b, { before: a })).decision).toBe('ignored');
	});

	it('is refused alike for a wrong, missing, short or foreign signature and an unknown service', async () => {
		const { hook, delivery, made } = await setup();
		const other = await setup();
		const good = delivery({ ref: 'refs/heads/main', after: sha('b'), repository });
		const hex = createHmac('sha256', other.secret).update(good.body).digest('hex');
		const bad: Partial<Delivery>[] = [
			{ signature: null },
			{ signature: '' },
			{ signature: 'sha256=' },
			{ signature: `sha1=${hex.slice(0, 40)}` },
			{ signature: `sha256=${hex}` },
			{ signature: good.signature?.slice(0, -1) ?? '' },
			{ serviceId: newId() },
			{ serviceId: "' or 1=1" },
			{ serviceId: other.made.serviceId },
			{ body: Buffer.from('') }
		];
		const answers = new Set<string>();
		for (const change of bad) {
			const error = await receiveGithubDelivery(hook, { ...good, ...change }).catch(
				(reason: unknown) => reason
			);
			expect(error).toMatchObject({ status: 401 });
			answers.add(JSON.stringify(error));
		}
		expect(answers.size).toBe(1);
		const { serviceId } = made;
		expect(await world.db.webhookDelivery.count({ where: { serviceId } })).toBe(0);
	});

	it('is refused when signed but no JSON, or nested without end', async () => {
		const { push } = await setup();
		const bodies = ['{', '[1,]', '['.repeat(10_000), Buffer.from([0x22, 0xff, 0xfe, 0x22])];
		for (const body of bodies) {
			await expect(push(sha('b'), {}, { body: Buffer.from(body) })).rejects.toMatchObject({
				status: 400
			});
		}
	});

	it.each([
		[
			'another branch',
			{ ref: 'refs/heads/dev' },
			'Branch dev was pushed, this service deploys main.'
		],
		['a tag', { ref: 'refs/tags/v1' }, 'Tag v1 was pushed: only branches are deployed.'],
		['a deleted branch', { deleted: true, after: sha('0') }, 'Branch main was deleted.'],
		[
			'a commit that says so',
			{ head_commit: { id: sha('b'), message: 'Docs [skip ci]' } },
			'The commit message says [skip ci].'
		]
	])('ignores %s, with its reason', async (_, payload, reason) => {
		const { push, ctx, made } = await setup();
		expect(await push(sha('b'), payload)).toMatchObject({ decision: 'ignored', reason });
		const { deliveries } = await getWebhook(ctx, made);
		expect(deliveries).toMatchObject([{ decision: 'ignored', reason, deploymentId: null }]);
	});

	it('ignores pushes while deploying on push is switched off', async () => {
		const { push, ctx, made } = await setup();
		await updateService(ctx, { serviceId: made.serviceId, autoDeploy: false });
		expect((await push(sha('b'))).decision).toBe('ignored');
	});

	it('says hello to a ping and learns the repository from it', async () => {
		const { hook, delivery, push } = await setup();
		const ping = delivery({ zen: 'Keep it simple', repository }, { event: 'ping' });
		expect((await receiveGithubDelivery(hook, ping)).decision).toBe('ignored');
		const foreign = { ...repository, id: 43 };
		const answer = await push(sha('b'), { repository: foreign });
		expect(answer).toMatchObject({ decision: 'ignored' });
		expect(answer.reason).toContain('another repository');
		expect((await push(sha('b'))).decision).toBe('deployed');
	});

	it('does not learn another repository than the one its URL names', async () => {
		const { push, made } = await setup();
		const answer = await push(sha('b'), { repository: { id: 7, full_name: 'evil/twin' } });
		expect(answer.reason).toBe(
			'The delivery is about evil/twin, this service deploys gantry/example.'
		);
		const audit = await world.db.auditEvent.findFirst({
			where: { subject: made.serviceId, action: 'webhook.foreign-repository' }
		});
		expect(audit).not.toBeNull();
	});

	it('goes through the states of a deployment that runs already', async () => {
		const { push, made } = await setup();
		await startDeployment(world.db, made);
		const { deploymentId } = await push(sha('b'));
		expect(deploymentId).not.toBeNull();
		const first = await world.db.deployment.findUniqueOrThrow({
			where: { id: made.deploymentId }
		});
		expect(first.state).toBe('running');
	});
});
