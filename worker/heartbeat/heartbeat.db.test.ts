import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '#lib/server/db/id.ts';
import { deleteProject } from '#lib/server/projects/delete-project.ts';
import { queue } from '#lib/server/queue.ts';
import { testWorld } from '#lib/server/testing/world.ts';
import { testRunner } from '../testing/runner.ts';
import { createHeartbeat } from './heartbeat.ts';
import { ownIdentity, type Identity } from './identity.ts';
import { recoverJobs } from './recover-jobs.ts';

const panel = testWorld();
const database = panel;
const ending: (() => unknown)[] = [];
beforeEach(async () => {
	await database.db.workerBeat.deleteMany();
	await database.db.$executeRaw`delete from graphile_worker._private_jobs`;
	await database.db.$executeRaw`delete from graphile_worker._private_job_queues`;
});
afterEach(async () => {
	for (const end of ending.splice(0)) await end();
});

async function accepted() {
	const ctx = await panel.person('admin');
	return { ctx, ...(await panel.project(ctx)) };
}

const waiting = async () => {
	const rows = await database.db.$queryRaw<{ key: string }[]>`
		select key from graphile_worker.jobs where key is not null order by id`;
	return rows.map(({ key }) => key);
};

function beating(self: Identity = ownIdentity()) {
	const freed: string[] = [];
	let declaredDead = 0;
	const heartbeat = createHeartbeat({
		db: database.db,
		self,
		version: 'test',
		onFreed: (workers) => freed.push(...workers),
		onDeclaredDead: () => declaredDead++
	});
	return { ...heartbeat, freed, deaths: () => declaredDead };
}

/** Another worker's row, as it would stand there. */
const beatOf = (change: { host?: string; bootId?: string; age?: number }) => {
	const id = newId();
	const row = { host: hostname(), bootId: 'gone/1/1', age: 0, ...change };
	return database.db.$executeRaw`
		insert into worker_beat (id, host, boot_id, version, beat_at) values
		(${id}, ${row.host}, ${row.bootId}, 'test', now() - ${row.age} * interval '1 second')`.then(
		() => id
	);
};

/** A real worker in a process of its own that holds the deployment. */
async function holdingWorker(deploymentId: string): Promise<ChildProcess> {
	const script = fileURLToPath(new URL('../testing/holding-worker.ts', import.meta.url));
	const child = spawn(process.execPath, [script, database.url], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	ending.push(() => child.kill('SIGKILL'));
	for await (const line of createInterface({ input: child.stdout })) {
		if (line.endsWith(` ${deploymentId}`)) break;
	}
	return child;
}

test('a job whose worker was killed runs again on the next one, untried, and its queue is free', async () => {
	const queueName = 'service:s1';
	await queue.add(database.db, 'deploy', { deploymentId: 'd1' }, { queueName });
	await queue.add(database.db, 'deploy', { deploymentId: 'd2' }, { queueName });
	const child = await holdingWorker('d1');
	child.kill('SIGKILL');
	await once(child, 'exit');

	const next = beating();
	await next.round();
	expect(next.freed).toHaveLength(1);
	const attempts = await database.db.$queryRaw`select attempts from graphile_worker.jobs`;
	expect(attempts).toEqual([{ attempts: 0 }, { attempts: 0 }]);
	const ran: string[] = [];
	const { promise: both, resolve } = Promise.withResolvers<void>();
	const runner = await testRunner(database.url, {
		deploy({ deploymentId }) {
			if (ran.push(deploymentId) === 2) resolve();
			return Promise.resolve();
		}
	});
	ending.push(() => runner.stop({ graceMs: 0 }));
	await both;
	expect(ran).toEqual(['d1', 'd2']);
});

test('a running worker of this host is left alone', async () => {
	await queue.add(database.db, 'deploy', { deploymentId: 'd3' });
	await holdingWorker('d3');
	const next = beating();
	await next.round();
	expect(next.freed).toEqual([]);
});

test('another host is dead after 30 s of silence, not before', async () => {
	const silent = await beatOf({ host: 'elsewhere', age: 31 });
	await beatOf({ host: 'elsewhere', age: 25 });
	const next = beating();
	await next.round();
	expect(next.freed).toEqual([silent]);
	expect(await database.db.workerBeat.count()).toBe(2);
});

test('a worker that was taken for dead finds out', async () => {
	const self = beating();
	await self.round();
	await self.round();
	expect(self.deaths()).toBe(0);
	await database.db.workerBeat.deleteMany();
	await self.round();
	expect(self.deaths()).toBe(1);
});

test('jobs held by a worker that never beat are freed after a while', async () => {
	await queue.add(database.db, 'deploy', { deploymentId: 'd4' });
	await database.db.$executeRaw`update graphile_worker._private_jobs
		set locked_by = 'nobody', locked_at = now() - interval '20 seconds'`;
	expect(await recoverJobs(database.db, queue)).toMatchObject({ freed: 0 });
	await database.db.$executeRaw`update graphile_worker._private_jobs
		set locked_at = now() - interval '31 seconds'`;
	expect(await recoverJobs(database.db, queue)).toMatchObject({ freed: 1 });
});

test('accepted work without a job gets one again, and only one', async () => {
	const { ctx, projectId, deploymentId, serviceId } = await accepted();
	await database.db.$executeRaw`delete from graphile_worker._private_jobs`;
	expect(await recoverJobs(database.db, queue)).toMatchObject({ queued: 1 });
	expect(await recoverJobs(database.db, queue)).toMatchObject({ queued: 0 });
	expect(await waiting()).toEqual([`deploy:${deploymentId}`]);

	const { name } = await database.db.project.findUniqueOrThrow({ where: { id: projectId } });
	await deleteProject(ctx, { projectId, confirm: name });
	await database.db.$executeRaw`delete from graphile_worker._private_jobs`;
	await recoverJobs(database.db, queue);
	expect(await waiting()).toEqual([`delete-service:${serviceId}`]);
	await database.db.$executeRaw`delete from graphile_worker._private_jobs`;
	await database.db.service.delete({ where: { id: serviceId } });
	await recoverJobs(database.db, queue);
	expect(await waiting()).toEqual([`delete-project:${projectId}`]);
});
