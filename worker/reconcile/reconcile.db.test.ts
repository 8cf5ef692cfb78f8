import { expect, test } from 'vitest';
import { labels, objectNames } from '#engine/spec.ts';
import { deleteProject } from '#lib/server/projects/delete-project.ts';
import { stopService } from '#lib/server/services/stop-service.ts';
import { removeProject } from '../remove/remove-project.ts';
import { removeService } from '../remove/remove-service.ts';
import { stopService as stopIt } from '../stop-service.ts';
import { workerWorld } from '../testing/worker-world.ts';
import { reconcile } from './reconcile.ts';
import { repairService } from './repair-service.ts';
import { watchNames } from './watch-names.ts';

const given = workerWorld();
const signal = new AbortController().signal;

/** A project whose first deployment went live, without anything running yet. */
async function liveService() {
	const ctx = await given.panel.person('admin');
	const made = await given.panel.project(ctx);
	await given.panel.deploy(made);
	const { serviceId, deploymentId, projectId } = made;
	return { ctx, ...made, container: objectNames.container(serviceId, deploymentId), projectId };
}

const round = async () => (await reconcile(given.world(), { images: true, signal }))!;
const repair = (serviceId: string) => repairService(given.world(), { serviceId, signal });
const entryOf = async (service: string) => (await given.engine.names.snapshot())[service];

test('starts what of a live service is missing, and names it', async () => {
	const { serviceId, container } = await liveService();
	expect((await round()).services).toContain(serviceId);
	expect(await given.waiting()).toContainEqual({ task: 'repair-service', payload: { serviceId } });
	await repair(serviceId);
	const running = await given.engine.runtime.inspect(container);
	expect(running).toMatchObject({ state: 'running' });
	expect(await entryOf(serviceId)).toMatchObject({
		state: 'live',
		targets: [{ address: running?.address, port: 3000 }],
		hosts: [{ certificate: true }]
	});
	expect((await round()).services).not.toContain(serviceId);
});

test('starts a container that ended, removes one that is left over, follows a new address', async () => {
	const { serviceId, container, projectId } = await liveService();
	await repair(serviceId);
	const before = await entryOf(serviceId);
	given.engine.runtime.exit(container, 1);
	const own = { [labels.installation]: given.world().installation, [labels.service]: serviceId };
	await given.engine.runtime.start(
		{
			name: objectNames.container(serviceId, 'leftover'),
			image: 'sha256:1',
			labels: own,
			command: null,
			restarts: true,
			network: objectNames.network(projectId),
			variables: {},
			mounts: [],
			memoryBytes: 1,
			cpuMillis: 0,
			pidsLimit: 1,
			stopSignal: null,
			stopGraceSeconds: 1
		},
		{ signal }
	);
	await repair(serviceId);
	const names = (await given.engine.runtime.list(own)).map(({ name }) => name);
	expect(names).toEqual([container]);
	const address = (await given.engine.runtime.inspect(container))?.address;
	expect(await entryOf(serviceId)).toMatchObject({ targets: [{ address, port: 3000 }] });
	expect(await entryOf(serviceId)).not.toEqual(before);
});

test('publishes the files of a site again when their folder is gone, and names them', async () => {
	const { serviceId, deploymentId } = await liveService();
	const { db, engine, installation } = given.world();
	const files = `${serviceId}/${deploymentId}`;
	const own = { [labels.installation]: installation, [labels.service]: serviceId };
	const image = { reference: 'gantry/site:one', id: 'sha256:site', labels: own, exposedPort: null };
	engine.builder.images.push(image);
	await db.release.update({
		where: { deploymentId },
		data: { files, image: 'gantry/site:one', imageId: 'sha256:site' }
	});
	await repair(serviceId);
	expect(await engine.sites.find(files)).toMatchObject({ files: 1, hasIndex: true });
	expect(await engine.runtime.list(own)).toEqual([]);
	expect(await entryOf(serviceId)).toMatchObject({ state: 'live', targets: [], files });
	expect((await round()).services).not.toContain(serviceId);

	await engine.sites.remove(files);
	expect((await round()).services).toContain(serviceId);
	await repair(serviceId);
	expect(await engine.sites.find(files)).not.toBeNull();
});

test('gives the panel its name, and the edge its configuration', async () => {
	await given.engine.names.remove('panel');
	const ensured = given.engine.proxy.ensured;
	await round();
	expect(await entryOf('panel')).toEqual({
		hosts: [{ host: 'gantry.example.com', certificate: true }],
		state: 'live',
		targets: [{ address: '127.0.0.1', port: 3000 }]
	});
	expect(given.engine.proxy.ensured).toBe(ensured + 1);
	expect((await round()).panel).toBe(null);
});

test('stops what shall be stopped, and leaves alone what was started again', async () => {
	const { ctx, serviceId, container } = await liveService();
	await repair(serviceId);
	await stopService(ctx, { serviceId });
	await stopIt(given.world(), serviceId);
	expect(await given.engine.runtime.inspect(container)).toMatchObject({ state: 'exited' });
	expect(await entryOf(serviceId)).toMatchObject({ state: 'stopped', targets: [] });
	expect((await round()).services).not.toContain(serviceId);

	await given.world().db.service.update({ where: { id: serviceId }, data: { state: 'live' } });
	await repair(serviceId);
	await stopIt(given.world(), serviceId);
	expect(await given.engine.runtime.inspect(container)).toMatchObject({ state: 'running' });
});

test('a deleted project leaves nothing behind, in whatever order its jobs run', async () => {
	const { ctx, serviceId, projectId, deploymentId } = await liveService();
	await repair(serviceId);
	const { engine, world } = given;
	const own = { [labels.installation]: world().installation, [labels.service]: serviceId };
	engine.builder.images.push({
		reference: 'gantry/x:1',
		id: 'sha256:1',
		labels: own,
		exposedPort: 1
	});
	engine.checkout.cached.add(serviceId);
	const project = await world().db.project.findUniqueOrThrow({ where: { id: projectId } });
	await deleteProject(ctx, { projectId, confirm: project.name });

	await removeProject(world(), projectId);
	expect(await world().db.project.count({ where: { id: projectId } })).toBe(1);
	await removeService(world(), serviceId);
	await removeService(world(), serviceId);
	await removeProject(world(), projectId);
	await removeProject(world(), projectId);

	expect(await engine.runtime.list(own)).toEqual([]);
	expect(await engine.builder.list(own)).toEqual([]);
	expect(engine.runtime.networkLabels.has(objectNames.network(projectId))).toBe(false);
	expect(engine.checkout.cached.has(serviceId)).toBe(false);
	expect(await entryOf(serviceId)).toBeUndefined();
	expect(await world().db.project.count({ where: { id: projectId } })).toBe(0);
	expect(await world().db.deployment.count({ where: { id: deploymentId } })).toBe(0);
});

test('removes what nobody owns, and nothing of another installation', async () => {
	const { engine, world } = given;
	const plan = (installation: string, service: string) => ({
		name: objectNames.container(service, 'deployment'),
		image: 'sha256:1',
		labels: { [labels.installation]: installation, [labels.service]: service },
		command: null,
		restarts: true,
		network: objectNames.network(service),
		variables: {},
		mounts: [],
		memoryBytes: 1,
		cpuMillis: 0,
		pidsLimit: 1,
		stopSignal: null,
		stopGraceSeconds: 1
	});
	const ours = plan(world().installation, 'nobodys');
	const theirs = plan('another', 'foreign');
	for (const each of [ours, theirs]) {
		await engine.runtime.ensureNetwork(each.network, each.labels);
		await engine.runtime.start(each, { signal });
	}
	await round();
	expect(await engine.runtime.inspect(ours.name)).toBe(null);
	expect(await engine.runtime.inspect(theirs.name)).toMatchObject({ state: 'running' });
	expect([...engine.runtime.networkLabels.keys()]).toContain(theirs.network);
	expect([...engine.runtime.networkLabels.keys()]).not.toContain(ours.network);
});

test('looks at once when names came back without what they knew', async () => {
	const stopped = new AbortController();
	const looked = Promise.withResolvers<void>();
	const watching = watchNames(given.world(), { onChange: looked.resolve, signal: stopped.signal });
	given.engine.names.restartEmpty();
	await looked.promise;
	stopped.abort();
	await watching;
});
