import { describe, expect, it } from 'vitest';
import { newId } from '../db/id.ts';
import { stopService } from '../services/stop-service.ts';
import { testWorld } from '../testing/world.ts';
import { saveVariables } from '../variables/save-variables.ts';
import { cancelDeployment } from './cancel-deployment.ts';
import { finishDeployment } from './finish-deployment.ts';
import { getDeployment } from './get-deployment.ts';
import { goLive } from './go-live.ts';
import { listDeployments } from './list-deployments.ts';
import { loadDeploymentSpec } from './load-deployment-spec.ts';
import { lockDeployment } from './lock-deployment.ts';
import { recordStep } from './record-step.ts';
import { requestDeployment } from './request-deployment.ts';
import { rollback } from './rollback.ts';
import { startDeployment } from './start-deployment.ts';

const world = testWorld();
const image = { reference: 'gantry/x:deploy_1', id: 'sha256:1', port: 3000, files: null };

async function setup() {
	const ctx = await world.person('user');
	return { ctx, first: await world.project(ctx) };
}

const stateOf = async (id: string) =>
	(await world.db.deployment.findUniqueOrThrow({ where: { id } })).state;

describe('asking for a deployment', () => {
	it('numbers deployments per service and ends the older ones that wait', async () => {
		const { ctx, first } = await setup();
		const second = await requestDeployment(ctx, { serviceId: first.serviceId });
		expect([first.number, second.number]).toEqual([1, 2]);
		expect(await stateOf(first.deploymentId)).toBe('superseded');
		expect(await stateOf(second.deploymentId)).toBe('queued');
	});

	it('does not wait for one that begins or ends at this very moment: that one may need the service', async () => {
		const { ctx, first } = await setup();
		const { deploymentId, serviceId } = first;
		const second = await world.db.$transaction(async (tx) => {
			await lockDeployment(tx, deploymentId);
			const asked = await requestDeployment(ctx, { serviceId });
			await tx.deployment.update({ where: { id: deploymentId }, data: { state: 'running' } });
			return asked;
		});
		expect(await stateOf(second.deploymentId)).toBe('queued');
		const outcome = { state: 'cancelled' as const };
		expect(await finishDeployment(world.db, { deploymentId, outcome })).toBe('superseded');
	});

	it('gives ten requests at once ten numbers and leaves one waiting', async () => {
		const { ctx, first } = await setup();
		const { serviceId } = first;
		const made = await Promise.all(
			Array.from({ length: 10 }, () => requestDeployment(ctx, { serviceId }))
		);
		expect(new Set(made.map(({ number }) => number)).size).toBe(10);
		const waiting = await world.db.deployment.count({ where: { serviceId, state: 'queued' } });
		expect(waiting).toBe(1);
	});

	it('says whose image was found again, and builds anyway when asked to', async () => {
		const { ctx, first } = await setup();
		const { serviceId } = first;
		const live = async (deploymentId: string, id: string) => {
			await startDeployment(world.db, { deploymentId });
			await goLive(world.db, { deploymentId, image: { ...image, id } });
			await finishDeployment(world.db, { deploymentId, outcome: { state: 'succeeded' } });
			return getDeployment(ctx, { deploymentId });
		};
		expect(await live(first.deploymentId, 'sha256:a')).toMatchObject({ isReused: false });
		const again = await requestDeployment(ctx, { serviceId });
		expect(await live(again.deploymentId, 'sha256:a')).toMatchObject({
			isReused: true,
			basedOn: 1,
			isFresh: false
		});
		const fresh = await requestDeployment(ctx, { serviceId, fresh: true });
		const { deploymentId } = fresh;
		expect(await loadDeploymentSpec(world, { deploymentId })).toMatchObject({
			isFresh: true,
			number: 3
		});
		expect(await live(deploymentId, 'sha256:b')).toMatchObject({ isReused: false, isFresh: true });
	});

	it('makes one deployment of a button pressed twice at the same moment', async () => {
		const { ctx, first } = await setup();
		const request = { serviceId: first.serviceId, formKey: newId() };
		const made = await Promise.all([
			requestDeployment(ctx, request),
			requestDeployment(ctx, request)
		]);
		expect(made[0]).toEqual(made[1]);
	});

	it('adds its job to the queue of its service', async () => {
		const { first } = await setup();
		const jobs = await world.db.$queryRaw<{ queue: string; task: string }[]>`
			select q.queue_name as queue, t.identifier as task from graphile_worker._private_jobs j
			join graphile_worker._private_tasks t on t.id = j.task_id
			join graphile_worker._private_job_queues q on q.id = j.job_queue_id
			where j.key = ${`deploy:${first.deploymentId}`}`;
		expect(jobs).toEqual([{ queue: `service:${first.serviceId}`, task: 'deploy' }]);
	});

	it('uses the live image again for new variables, and freezes them', async () => {
		const { ctx, first } = await setup();
		const { serviceId } = first;
		const live = await world.deploy(first);
		const variables = [
			{ key: 'A', value: '1', isSecret: false },
			{ key: 'TOKEN', value: 'hush-hush', isSecret: true }
		];
		await saveVariables(ctx, { serviceId, variables });
		const { deploymentId } = await requestDeployment(ctx, { serviceId, reuseImage: 'live' });
		await saveVariables(ctx, { serviceId, variables: [] });
		const spec = await loadDeploymentSpec(world, { deploymentId });
		expect(spec.image).toEqual(live.image);
		expect(spec.variables).toEqual({ A: '1', TOKEN: 'hush-hush' });
		expect(spec.secrets).toEqual(['hush-hush']);
		expect((await getDeployment(ctx, { deploymentId })).trigger).toBe('variables');
	});

	it('refuses to use a live image when nothing is live', async () => {
		const { ctx, first } = await setup();
		const { serviceId } = first;
		await expect(requestDeployment(ctx, { serviceId, reuseImage: 'live' })).rejects.toMatchObject({
			code: 'nothing_live',
			status: 409
		});
	});
});

describe('going live', () => {
	it('lets only the newest deployment go live', async () => {
		const { ctx, first } = await setup();
		const { serviceId, deploymentId } = first;
		await startDeployment(world.db, { deploymentId });
		const second = await requestDeployment(ctx, { serviceId });
		await expect(goLive(world.db, { deploymentId, image })).rejects.toMatchObject({
			code: 'superseded'
		});
		expect(await world.db.release.count({ where: { serviceId } })).toBe(0);
		await startDeployment(world.db, second);
		const { releaseId } = await goLive(world.db, { ...second, image });
		const service = await world.db.service.findUniqueOrThrow({ where: { id: serviceId } });
		expect(service).toMatchObject({ liveReleaseId: releaseId, state: 'live' });
	});

	it('is live until the service is stopped', async () => {
		const { ctx, first } = await setup();
		const { serviceId, deploymentId } = first;
		await world.deploy(first);
		const releases = async () => [
			(await getDeployment(ctx, { deploymentId })).release,
			(await listDeployments(ctx, { serviceId })).deployments[0]?.release
		];
		const live = { isLive: true, canRollBack: false };
		expect(await releases()).toMatchObject([live, live]);
		await stopService(ctx, { serviceId });
		const stopped = { isLive: false, canRollBack: false };
		expect(await releases()).toMatchObject([stopped, stopped]);
	});

	it('makes one release when it is done twice', async () => {
		const { first } = await setup();
		const { deploymentId } = first;
		await startDeployment(world.db, { deploymentId });
		const once = await goLive(world.db, { deploymentId, image });
		expect(await goLive(world.db, { deploymentId, image })).toEqual(once);
	});

	it('is decided once between a cancel and a switch at the same moment', async () => {
		for (let round = 0; round < 5; round++) {
			const { ctx, first } = await setup();
			const { deploymentId } = first;
			await startDeployment(world.db, { deploymentId });
			const [live, cancelled] = await Promise.allSettled([
				goLive(world.db, { deploymentId, image }),
				cancelDeployment(ctx, { deploymentId })
			]);
			expect([live.status, cancelled.status].sort()).toEqual(['fulfilled', 'rejected']);
		}
	});

	it('keeps the images of five releases and refuses to go back further', async () => {
		const { ctx, first } = await setup();
		const { serviceId } = first;
		const oldest = await world.deploy(first);
		for (let count = 0; count < 5; count++) {
			const next = await requestDeployment(ctx, { serviceId });
			await world.deploy({ serviceId, ...next });
		}
		await expect(rollback(ctx, { serviceId, releaseId: oldest.releaseId })).rejects.toMatchObject({
			code: 'release_pruned'
		});
		const kept = await world.db.release.count({ where: { serviceId, prunedAt: null } });
		expect(kept).toBe(5);
	});
});

describe('ending', () => {
	it('cancels at once what waits, and never begins it', async () => {
		const { ctx, first } = await setup();
		expect(await cancelDeployment(ctx, first)).toEqual({ state: 'cancelled' });
		expect(await startDeployment(world.db, first)).toEqual({ go: false });
		await expect(cancelDeployment(ctx, first)).rejects.toMatchObject({ code: 'already_over' });
	});

	it('refuses to cancel what is live', async () => {
		const { ctx, first } = await setup();
		await startDeployment(world.db, first);
		await goLive(world.db, { ...first, image });
		await expect(cancelDeployment(ctx, first)).rejects.toMatchObject({ code: 'already_live' });
	});

	it('tells an overtaken deployment from a cancelled one', async () => {
		const { ctx, first } = await setup();
		await startDeployment(world.db, first);
		await requestDeployment(ctx, { serviceId: first.serviceId });
		const outcome = { state: 'cancelled' as const };
		expect(await finishDeployment(world.db, { ...first, outcome })).toBe('superseded');
	});

	it('ends once, and ends its running step with it', async () => {
		const { ctx, first } = await setup();
		const { deploymentId } = first;
		await startDeployment(world.db, first);
		await recordStep(world.db, { deploymentId, name: 'build', attempt: 1, outcome: null });
		const error = { code: 'build_failed', step: 'build', message: 'exit 1', hint: null };
		await finishDeployment(world.db, { deploymentId, outcome: { state: 'failed', error } });
		const again = { state: 'succeeded' as const };
		expect(await finishDeployment(world.db, { deploymentId, outcome: again })).toBe('failed');
		const view = await getDeployment(ctx, { deploymentId });
		expect(view.error).toEqual(error);
		expect(view.steps).toMatchObject([{ name: 'build', state: 'failed' }]);
	});

	it('keeps when a step began and ended, and begins anew with another attempt', async () => {
		const { first } = await setup();
		const { deploymentId } = first;
		const build = { deploymentId, name: 'build' as const, attempt: 1 };
		const read = () =>
			world.db.step.findUniqueOrThrow({
				where: { deploymentId_name: { deploymentId, name: 'build' } }
			});
		await recordStep(world.db, { ...build, outcome: null });
		const begun = await read();
		expect(Math.abs(begun.startedAt.getTime() - Date.now())).toBeLessThan(10_000);
		const outcome = { state: 'succeeded' as const, summary: 'Built' };
		await recordStep(world.db, { ...build, attempt: 2, outcome });
		const ended = await read();
		expect(ended).toMatchObject({ ...outcome, attempt: 1, startedAt: begun.startedAt });
		expect(ended.completedAt?.getTime()).toBeGreaterThanOrEqual(begun.startedAt.getTime());
		await recordStep(world.db, { ...build, attempt: 2, outcome: null });
		expect(await read()).toMatchObject({ state: 'running', attempt: 2, completedAt: null });
	});

	it('counts another attempt when a worker was lost', async () => {
		const { first } = await setup();
		expect(await startDeployment(world.db, first)).toMatchObject({ go: true, attempt: 1 });
		expect(await startDeployment(world.db, first)).toMatchObject({ go: true, attempt: 2 });
	});
});

describe('history', () => {
	it('comes in pages without gaps or repeats', async () => {
		const { ctx, first } = await setup();
		const { serviceId } = first;
		for (let count = 0; count < 6; count++) await requestDeployment(ctx, { serviceId });
		const numbers: number[] = [];
		let before: string | null | undefined;
		while (before !== null) {
			const page = await listDeployments(ctx, { serviceId, limit: 3, ...(before && { before }) });
			numbers.push(...page.deployments.map(({ number }) => number));
			before = page.next;
		}
		expect(numbers).toEqual([7, 6, 5, 4, 3, 2, 1]);
	});

	it('refuses a cursor that is none', async () => {
		const { ctx } = await setup();
		await expect(listDeployments(ctx, { before: "x' or 1=1" })).rejects.toMatchObject({
			status: 422
		});
	});
});
