import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { objectNames } from '#engine/spec.ts';
import { newId } from '#lib/server/db/id.ts';
import { cancelDeployment } from '#lib/server/deployments/cancel-deployment.ts';
import { requestDeployment } from '#lib/server/deployments/request-deployment.ts';
import { deleteProject } from '#lib/server/projects/delete-project.ts';
import { leftovers, nothingLeft } from '../e2e/fixtures/docker-leftovers.ts';
import { tinyRepository } from '../e2e/fixtures/tiny-app.ts';
import { startTestHouse, type TestHouse, type WorkerProcess } from './testing/house.ts';
import { until } from './testing/until.ts';

let house: TestHouse;
let worker: WorkerProcess;
beforeAll(async () => {
	house = await startTestHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
	worker = await house.startWorker();
});
afterEach(async () => {
	if (worker.child.exitCode === null) await worker.end('SIGKILL');
});

type Repository = Parameters<typeof tinyRepository>[0];

/** The tiny app's files; each time another version, so that no build is cached. */
async function files(given: Repository = {}) {
	const version = newId();
	const all = await tinyRepository({ version, ...given });
	const Dockerfile = String(all.Dockerfile).replace('COPY app', 'COPY --chmod=755 app');
	return { version, files: { ...all, Dockerfile } };
}

/** A repository of its own with the tiny app in it, and its service. */
async function app(name: string, given: Repository = {}) {
	const repository = await house.git.createRepository(name);
	const { version, files: all } = await files(given);
	await repository.commit(all);
	return { ...(await house.createApp(name, repository.url)), repository, version };
}

const logOf = (deploymentId: string) => readFile(house.paths.deploymentLog(deploymentId), 'utf8');
const slowBuild = (seconds: number) => ({ lines: [`RUN ["/app", "sleep", "${seconds}"]`] });

test('deploys an app, keeps it running, and leaves nothing of it when its project is deleted', async () => {
	const { deploymentId, serviceId, projectId, version } = await app('hello');
	expect(await house.ended(deploymentId)).toMatchObject({ state: 'succeeded', attempt: 1 });
	expect(await house.get('hello')).toEqual({ status: 200, text: `version ${version} greeting \n` });
	const runtimeLog = house.paths.serviceLog(serviceId);
	await until('the runtime log', async () =>
		(await readFile(runtimeLog, 'utf8')).includes('starting')
	);

	const container = objectNames.container(serviceId, deploymentId);
	await house.docker.getContainer(container).remove({ force: true });
	await until('the app to be back', async () => (await house.get('hello')).status === 200);

	await deleteProject(house.ctx, { projectId, confirm: 'hello' });
	const isGone = async () => (await house.db.project.count({ where: { id: projectId } })) === 0;
	await until('the project to be gone', isGone);
	expect(await leftovers(house.docker, house.installation)).toEqual(nothingLeft);
	for (const folder of [
		house.paths.git,
		dirname(runtimeLog),
		dirname(house.paths.deploymentLog(''))
	]) {
		expect(existsSync(folder) ? await readdir(folder) : []).toEqual([]);
	}
	expect((await house.get('hello').catch(() => ({ status: 0 }))).status).not.toBe(200);
});

test('a deployment goes on by itself after its worker was killed during the build', async () => {
	const { deploymentId, projectId } = await app('killed', slowBuild(3));
	await house.logged(deploymentId, /tick 3/);
	await worker.end('SIGKILL');
	worker = await house.startWorker();
	expect(await house.ended(deploymentId)).toMatchObject({ state: 'succeeded', attempt: 2 });
	expect(await logOf(deploymentId)).toContain('Worker lost, resuming (attempt 2)');
	expect((await house.get('killed')).status).toBe(200);
	await deleteProject(house.ctx, { projectId, confirm: 'killed' });
});

test('likewise after it was killed between start and switch, with one container in the end', async () => {
	const slow = { env: { BOOT_MS: '2000' } };
	const { deploymentId, serviceId } = await app('between', slow);
	await house.logged(deploymentId, /^Started/);
	await worker.end('SIGKILL');
	worker = await house.startWorker();
	expect(await house.ended(deploymentId)).toMatchObject({ state: 'succeeded', attempt: 2 });
	const { containers } = await leftovers(house.docker, house.installation);
	const own = containers.filter((name) => name.includes(serviceId));
	expect(own).toEqual([`/${objectNames.container(serviceId, deploymentId)}`]);
});

test('a worker that is told to stop gives its deployment to the next one, untried', async () => {
	const { deploymentId } = await app('stopped', slowBuild(8));
	await house.logged(deploymentId, /tick 3/);
	expect(await worker.end('SIGTERM')).toBe(0);
	const jobs = await house.db.$queryRaw`select attempts, locked_by from graphile_worker.jobs
		where key = ${`deploy:${deploymentId}`}`;
	expect(jobs).toEqual([{ attempts: 0, locked_by: null }]);
	worker = await house.startWorker();
	expect(await house.ended(deploymentId)).toMatchObject({ state: 'succeeded' });
	expect(await logOf(deploymentId)).toContain('The worker is stopping: the next one goes on');
});

test('a running build is cancelled within five seconds, and the log says by whom', async () => {
	const { deploymentId } = await app('cancelled', slowBuild(30));
	await house.logged(deploymentId, /tick 3/);
	const asked = performance.now();
	await cancelDeployment(house.ctx, { deploymentId });
	expect(await house.ended(deploymentId)).toMatchObject({ state: 'cancelled' });
	expect(performance.now() - asked).toBeLessThan(5000);
	expect((await logOf(deploymentId)).trimEnd()).toMatch(/Cancelled by ada@example\.com$/);
});

test('a broken commit fails with its reason while the old version serves', async () => {
	const { deploymentId, serviceId, repository, version } = await app('broken');
	await house.ended(deploymentId);
	await repository.commit((await files({ env: { EXIT_CODE: '3' } })).files);
	const second = await requestDeployment(house.ctx, { serviceId });
	const failed = await house.ended(second.deploymentId);
	expect(failed).toMatchObject({ state: 'failed', errorStep: 'check' });
	expect(failed.errorMessage).toContain('exit code 3');
	expect((await house.get('broken')).text).toContain(version);
});

test('looks at a repository before anything is made of it', async () => {
	const repository = await house.git.createRepository('looked-at');
	await repository.commit({ 'index.html': 'hello', '.env.example': 'API_KEY=\n' });
	const signal = AbortSignal.timeout(20_000);
	const inspection = await house.live.inspect({ url: repository.url }, { signal });
	expect(inspection).toMatchObject({
		branch: 'main',
		branches: ['main'],
		plan: { framework: 'static' },
		problem: null,
		exampleVariables: [{ key: 'API_KEY', value: '' }]
	});
	expect(await house.live.health({ signal })).toMatchObject({
		docker: { ok: true },
		caddy: { ok: true }
	});
	const missing = house.live.inspect({ url: repository.url, branch: 'nope' }, { signal });
	await expect(missing).rejects.toMatchObject({ code: 'branch_not_found' });
});
