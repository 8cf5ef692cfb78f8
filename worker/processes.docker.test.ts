import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { labels, objectNames } from '#engine/spec.ts';
import { requestDeployment } from '#lib/server/deployments/request-deployment.ts';
import { rollback } from '#lib/server/deployments/rollback.ts';
import { addCron, addWorker } from '#lib/server/processes/add-process.ts';
import { runProcess } from '#lib/server/processes/run-process.ts';
import { deleteProject } from '#lib/server/projects/delete-project.ts';
import { addVolume } from '#lib/server/volumes/add-volume.ts';
import { leftovers, nothingLeft } from '../e2e/fixtures/docker-leftovers.ts';
import { tinyRepository } from '../e2e/fixtures/tiny-app.ts';
import { startTestHouse, type TestHouse } from './testing/house.ts';
import { until } from './testing/until.ts';

let house: TestHouse;
beforeAll(async () => {
	house = await startTestHouse();
	await house.startWorker();
});
afterAll(() => house.close());

async function app(name: string, { env = {}, change = {} } = {}) {
	const repository = await house.git.createRepository(name);
	const files = await tinyRepository({ version: name, env, lines: ['USER 1000'] });
	const Dockerfile = String(files.Dockerfile).replace('COPY app', 'COPY --chmod=755 app');
	await repository.commit({ ...files, Dockerfile });
	return house.createApp(name, repository.url, change);
}

/** What the live container answers. */
async function ask(serviceId: string, path: string): Promise<string> {
	const { deploymentId } = await house.db.release.findFirstOrThrow({
		where: { liveOf: { id: serviceId } }
	});
	const name = objectNames.container(serviceId, deploymentId);
	const { NetworkSettings: network } = await house.docker.getContainer(name).inspect();
	const [address] = Object.values(network.Networks).map(({ IPAddress }) => IPAddress);
	return (await fetch(`http://${address}:8080${path}`)).text();
}

test('an app keeps its files over deployments and a rollback; its processes run beside it', async () => {
	const { ctx } = house;
	const { serviceId, projectId, deploymentId } = await app('keeper');
	const first = await house.ended(deploymentId);
	expect(first).toMatchObject({ state: 'succeeded' });
	await addVolume(ctx, { serviceId, name: 'data', path: '/data' });
	for (const [text, all] of [
		['a', 'a'],
		['b', 'ab']
	]) {
		const { deploymentId } = await requestDeployment(ctx, { serviceId });
		expect(await house.ended(deploymentId)).toMatchObject({ state: 'succeeded' });
		expect(await ask(serviceId, `/append?file=/data/file&text=${text}`)).toBe(
			`uid 1000 read ${all}\n`
		);
	}
	const { id: releaseId } = await house.db.release.findUniqueOrThrow({ where: { deploymentId } });
	const back = await rollback(ctx, { serviceId, releaseId });
	expect(await house.ended(back.deploymentId)).toMatchObject({ state: 'succeeded' });
	expect(await ask(serviceId, '/append?file=/data/file&text=c')).toBe('uid 1000 read abc\n');

	await addWorker(ctx, { serviceId, name: 'ticker', command: '/app sleep 600', replicas: 1 });
	const { processId } = await addCron(ctx, {
		...{ serviceId, name: 'nightly', command: '/app append /data/file d' },
		...{ schedule: '0 3 * * *', timeZone: 'UTC' }
	});
	await runProcess(ctx, { processId });
	const log = () => readFile(house.paths.serviceLog(serviceId), 'utf8');
	await until('the lines of the processes', async () => {
		const text = await log();
		return text.includes('uid 1000 read abcd') && text.includes('tick 3');
	});
	await until('the end of the run', async () => {
		const { lastExit } = await house.db.process.findUniqueOrThrow({ where: { id: processId } });
		return lastExit === 0;
	});

	const project = await house.db.project.findUniqueOrThrow({ where: { id: projectId } });
	await deleteProject(ctx, { projectId, confirm: project.name, volumes: ['keeper/data'] });
	const isGone = async () => (await house.db.project.count({ where: { id: projectId } })) === 0;
	await until('the project to be gone', isGone);
	expect(await leftovers(house.docker, house.installation)).toEqual(nothingLeft);
});

test('an app that ends again and again is said to be crashing, with its exit code in the log', async () => {
	const { serviceId, deploymentId } = await app('crasher', { change: { watchSeconds: 0 } });
	expect(await house.ended(deploymentId)).toMatchObject({ state: 'succeeded' });
	const name = objectNames.container(serviceId, deploymentId);
	for (let restarts = 1; restarts <= 3; restarts++) {
		await until('the app to run', async () => {
			const { State: state, RestartCount: count } = await house.docker.getContainer(name).inspect();
			return state.Running && !state.Restarting && count >= restarts - 1;
		});
		await until('its next start', async () => {
			const { RestartCount: count } = await house.docker.getContainer(name).inspect();
			if (count >= restarts) return true;
			// It runs before it listens.
			await ask(serviceId, '/exit?code=7').catch(() => '');
			return false;
		});
	}
	await until('the state', async () => {
		const { state } = await house.db.service.findUniqueOrThrow({ where: { id: serviceId } });
		return state === 'crashing';
	});
	await until('its line in the log', async () => {
		const text = await readFile(house.paths.serviceLog(serviceId), 'utf8');
		return text.includes('exit code 7') && text.includes('The app ends again and again');
	});
	const containers = await house.docker.listContainers({
		filters: { label: [`${labels.service}=${serviceId}`] }
	});
	expect(containers).toHaveLength(1);
});
