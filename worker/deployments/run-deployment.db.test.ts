import { readFile } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { AppError } from '#engine/error.ts';
import { objectNames } from '#engine/spec.ts';
import { cancelDeployment } from '#lib/server/deployments/cancel-deployment.ts';
import { requestDeployment } from '#lib/server/deployments/request-deployment.ts';
import { deleteService } from '#lib/server/services/delete-service.ts';
import { WorkerStopping, type JobRun } from '../jobs/task.ts';
import { workerWorld } from '../testing/worker-world.ts';
import { runDeployment } from './run-deployment.ts';

const given = workerWorld();
const usual: JobRun = { signal: new AbortController().signal, isLastAttempt: false };

afterEach(() => {
	given.engine.builder.onBuild = () => Promise.resolve();
	given.engine.runtime.onStart = () => {};
	given.reports.length = 0;
});

async function queued() {
	const ctx = await given.panel.person('admin');
	return { ctx, ...(await given.panel.project(ctx)) };
}

const run = (deploymentId: string, change: Partial<JobRun> = {}) =>
	runDeployment(given.world(), { deploymentId, run: { ...usual, ...change } });
const row = (id: string) =>
	given.world().db.deployment.findUniqueOrThrow({ where: { id }, include: { steps: true } });
const logOf = (id: string) => readFile(given.world().paths.deploymentLog(id), 'utf8');

/** A build that waits until it is cut off; resolves when it has begun. */
function hangingBuild(): Promise<void> {
	const { promise: begun, resolve } = Promise.withResolvers<void>();
	given.engine.builder.onBuild = ({ signal }) => {
		resolve();
		return new Promise((_resolve, reject) =>
			signal.addEventListener('abort', () => reject(signal.reason))
		);
	};
	return begun;
}

test('goes live, with its steps, facts and hosts', async () => {
	const { deploymentId, serviceId } = await queued();
	await run(deploymentId);
	const deployment = await row(deploymentId);
	expect(deployment).toMatchObject({ state: 'succeeded', attempt: 1, commitAuthor: 'Ada' });
	expect(deployment.plan).toMatchObject({ framework: 'dockerfile' });
	expect(deployment.steps.map(({ name, state }) => `${name} ${state}`).sort()).toEqual(
		['build', 'check', 'checkout', 'detect', 'drain', 'prune', 'start', 'switch'].map(
			(name) => `${name} succeeded`
		)
	);
	const entry = (await given.engine.names.snapshot())[serviceId];
	expect(entry).toMatchObject({ state: 'live', hosts: [{ certificate: true }] });
	expect(given.notes).toEqual([
		expect.stringMatching(/^Release [0-9a-f]{7} \(#1\) · deployed by \w+@example\.com$/)
	]);
	await run(deploymentId);
	expect(await row(deploymentId)).toMatchObject({ attempt: 1 });
});

test('ends as cancelled when a person asks, and says who', async () => {
	const { ctx, deploymentId } = await queued();
	const begun = hangingBuild();
	const ended = run(deploymentId);
	await begun;
	await cancelDeployment(ctx, { deploymentId });
	await ended;
	expect(await row(deploymentId)).toMatchObject({ state: 'cancelled', errorCode: 'cancelled' });
	expect(await logOf(deploymentId)).toMatch(/Cancelled by \w+@example\.com\n$/);
});

test('ends as superseded when a newer one is asked for, and says which', async () => {
	const { ctx, deploymentId, serviceId } = await queued();
	const begun = hangingBuild();
	const ended = run(deploymentId);
	await begun;
	await requestDeployment(ctx, { serviceId });
	await ended;
	expect(await row(deploymentId)).toMatchObject({ state: 'superseded' });
	expect(await logOf(deploymentId)).toContain('Stopped: deployment #2 was requested');
});

test('stops when its service is deleted', async () => {
	const { ctx, deploymentId, serviceId } = await queued();
	const begun = hangingBuild();
	const ended = run(deploymentId);
	await begun;
	const { name } = await given.world().db.service.findUniqueOrThrow({ where: { id: serviceId } });
	await deleteService(ctx, { serviceId, confirm: name });
	await ended;
	expect((await row(deploymentId)).state).toBe('cancelled');
});

test('a stopping worker leaves it running, for the next one to go on', async () => {
	const { deploymentId, serviceId } = await queued();
	const begun = hangingBuild();
	const stop = new AbortController();
	const ended = run(deploymentId, { signal: stop.signal });
	await begun;
	stop.abort(new WorkerStopping());
	await expect(ended).rejects.toBeInstanceOf(WorkerStopping);
	expect(await row(deploymentId)).toMatchObject({ state: 'running', completedAt: null });

	given.engine.builder.onBuild = () => Promise.resolve();
	await run(deploymentId);
	expect(await row(deploymentId)).toMatchObject({ state: 'succeeded', attempt: 2 });
	expect(await logOf(deploymentId)).toContain('Worker lost, resuming (attempt 2)');
	const container = objectNames.container(serviceId, deploymentId);
	expect(await given.engine.runtime.inspect(container)).toMatchObject({ state: 'running' });
});

test('a failure of the app is the end of the deployment, not of the job', async () => {
	const { deploymentId } = await queued();
	given.engine.builder.onBuild = () =>
		Promise.reject(
			new AppError('build_failed', 422, 'Build failed: no such file', { hint: 'Add it.' })
		);
	await run(deploymentId);
	expect(await row(deploymentId)).toMatchObject({
		state: 'failed',
		errorCode: 'build_failed',
		errorStep: 'build',
		errorMessage: 'Build failed: no such file',
		errorHint: 'Add it.'
	});
	expect(given.reports).toEqual([]);
});

test('a bug gets an id instead of its own words', async () => {
	const { deploymentId } = await queued();
	given.engine.builder.onBuild = () => Promise.reject(new TypeError('x is not a function'));
	await run(deploymentId);
	const { state, errorCode, errorHint, errorMessage } = await row(deploymentId);
	expect({ state, errorCode }).toEqual({ state: 'failed', errorCode: 'unexpected' });
	expect(`${errorHint}`).toContain('bug-1');
	expect(`${errorMessage}${await logOf(deploymentId)}`).not.toContain('not a function');
	expect(given.reports).toHaveLength(1);
});

test('without Docker it is tried again, until the last attempt fails', async () => {
	const { deploymentId } = await queued();
	const away = new AppError('docker_unreachable', 503, 'The Docker engine does not answer');
	given.engine.builder.onBuild = () => Promise.reject(away);
	await expect(run(deploymentId)).rejects.toBe(away);
	expect((await row(deploymentId)).state).toBe('running');
	await run(deploymentId, { isLastAttempt: true });
	expect(await row(deploymentId)).toMatchObject({
		state: 'failed',
		errorCode: 'docker_unreachable',
		attempt: 2
	});
});

test('a deployment that kills its workers ends at last', async () => {
	const { deploymentId } = await queued();
	await given.world().db.deployment.update({
		where: { id: deploymentId },
		data: { state: 'running', attempt: 12 }
	});
	await run(deploymentId);
	expect(await row(deploymentId)).toMatchObject({ state: 'failed', errorCode: 'worker_lost' });
});

test('what was live when its worker was lost is finished without a second build', async () => {
	const { deploymentId } = await queued();
	const { builder, names } = given.engine;
	const update = names.update.bind(names);
	names.update = (service, change) =>
		change.state === 'live'
			? Promise.reject(new AppError('names_unreachable', 503, 'Names does not answer.'))
			: update(service, change);
	await expect(run(deploymentId)).rejects.toMatchObject({ code: 'names_unreachable' });
	expect((await row(deploymentId)).state).toBe('running');
	names.update = update;
	builder.onBuild = () => Promise.reject(new Error('built twice'));
	await run(deploymentId);
	expect(await row(deploymentId)).toMatchObject({ state: 'succeeded', attempt: 2 });
});
