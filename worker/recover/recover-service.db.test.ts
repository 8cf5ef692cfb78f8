import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { objectNames } from '#engine/spec.ts';
import { system } from '#lib/server/auth/actors.ts';
import { getDeployment } from '#lib/server/deployments/get-deployment.ts';
import { requestDeployment } from '#lib/server/deployments/request-deployment.ts';
import { runDeployment } from '../deployments/run-deployment.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import { workerWorld } from '../testing/worker-world.ts';
import { recoverService } from './recover-service.ts';

const given = workerWorld();
const signal = new AbortController().signal;
const usual = { signal, isLastAttempt: false };
const run = (deploymentId: string) => runDeployment(given.world(), { deploymentId, run: usual });
const row = (id: string) => given.world().db.deployment.findUniqueOrThrow({ where: { id } });
const logOf = (id: string) => readFile(given.world().paths.deploymentLog(id), 'utf8');
const newest = (serviceId: string) =>
	given
		.world()
		.db.deployment.findFirstOrThrow({ where: { serviceId }, orderBy: { number: 'desc' } });

/** A service whose first release is live, and its second since a moment. */
async function twice() {
	const ctx = await given.panel.person('admin');
	const { serviceId, deploymentId } = await given.panel.project(ctx);
	await run(deploymentId);
	const second = await requestDeployment(ctx, { serviceId, fresh: true });
	await run(second.deploymentId);
	const container = objectNames.container(serviceId, second.deploymentId);
	return { ctx, serviceId, first: deploymentId, second: second.deploymentId, container };
}

/** It lived for so long before what happens next. */
const liveFor = (deploymentId: string, seconds: number) =>
	given.world().db.release.update({
		where: { deploymentId },
		data: { createdAt: new Date(Date.now() - seconds * 1000) }
	});

test('returns once to the release before, and says so on both', async () => {
	const { serviceId, first, second, container } = await twice();
	await liveFor(first, 100);
	await liveFor(second, 12);
	given.engine.runtime.print(container, 'Error: no database', 'stderr');
	given.engine.runtime.exit(container, 1);
	await reconcile(given.world(), { images: false, signal });
	expect(await given.waiting()).toContainEqual({ task: 'recover-service', payload: { serviceId } });

	await recoverService(given.world(), serviceId);
	await recoverService(given.world(), serviceId);
	const message = 'Crashed 12 s after going live with exit code 1: returned to #1 by #3';
	expect(await row(second)).toMatchObject({
		state: 'succeeded',
		errorCode: 'crashed_after_live',
		errorMessage: message,
		errorHint: 'Error: no database'
	});
	expect(await logOf(second)).toContain(message);
	const back = await newest(serviceId);
	expect(back).toMatchObject({ number: 3, trigger: 'recovery', state: 'queued' });
	expect(await logOf(back.id)).toContain(
		'#2 crashed 12 s after going live with exit code 1: this returns to #1'
	);
	const returned = await getDeployment(given.panel.contextOf(system()), { deploymentId: back.id });
	expect(returned.returnedFrom).toEqual({ id: second, number: 2, what: message });

	// The first release was still warm: it has its containers back, and those of the crashed one are gone.
	const warm = await given.engine.runtime.inspect(objectNames.container(serviceId, first));
	await run(back.id);
	expect(await row(back.id)).toMatchObject({ state: 'succeeded' });
	const containers = await given.engine.runtime.list({ 'gantry.service': serviceId });
	expect(containers.map(({ id, name }) => ({ id, name }))).toEqual([
		{ id: warm?.id, name: objectNames.container(serviceId, back.id) }
	]);
});

test('what stayed because nothing had changed is not returned from', async () => {
	const { ctx, serviceId } = await twice();
	const third = await requestDeployment(ctx, { serviceId });
	await run(third.deploymentId);
	await liveFor(third.deploymentId, 5);
	given.engine.runtime.exit(objectNames.container(serviceId, third.deploymentId), 1);
	await recoverService(given.world(), serviceId);
	expect((await newest(serviceId)).number).toBe(3);
});

test('a return that crashes, too, stays: there is no going back and forth', async () => {
	const { serviceId, first, second, container } = await twice();
	await liveFor(first, 100);
	await liveFor(second, 5);
	given.engine.runtime.exit(container, 1);
	await recoverService(given.world(), serviceId);
	const back = await newest(serviceId);
	await run(back.id);
	given.engine.runtime.exit(objectNames.container(serviceId, back.id), 1);
	await recoverService(given.world(), serviceId);
	expect((await newest(serviceId)).id).toBe(back.id);
	expect((await row(back.id)).errorMessage).toMatch(
		/^Crashed \d+ s after going live with exit code 1\. It was itself a return/
	);
});

test('what crashes first of all stays, and says that there is no earlier release', async () => {
	const ctx = await given.panel.person('admin');
	const { serviceId, deploymentId } = await given.panel.project(ctx);
	await run(deploymentId);
	given.engine.runtime.exit(objectNames.container(serviceId, deploymentId), 127);
	await recoverService(given.world(), serviceId);
	expect((await row(deploymentId)).errorMessage).toMatch(
		/exit code 127: the command was not found\. There is no earlier release to return to, so it stays$/
	);
	expect((await newest(serviceId)).id).toBe(deploymentId);
});

test.each([
	['after its time is over', { seconds: 61, exitCode: 1 }],
	['when it was told to end', { seconds: 5, exitCode: 143 }]
])('leaves a release alone %s', async (_when, { seconds, exitCode }) => {
	const { serviceId, second, container } = await twice();
	await liveFor(second, seconds);
	given.engine.runtime.exit(container, exitCode);
	await recoverService(given.world(), serviceId);
	expect(await row(second)).toMatchObject({ errorCode: null });
});

test('leaves the decision to a newer deployment that is asked for already', async () => {
	const { ctx, serviceId, second, container } = await twice();
	await requestDeployment(ctx, { serviceId });
	given.engine.runtime.exit(container, 1);
	await recoverService(given.world(), serviceId);
	expect(await row(second)).toMatchObject({ errorCode: null });
});
