import { afterEach, expect, test } from 'vitest';
import { testDb } from '#lib/server/db/testing/test-db.ts';
import { queue } from '#lib/server/queue.ts';
import { retryNow } from '../heartbeat/free-jobs.ts';
import { lateListen } from '../testing/late-listen.ts';
import { testRunner } from '../testing/runner.ts';
import type { RunnerOptions } from './runner.ts';
import type { Tasks } from './task.ts';
import { WorkerStopping } from './task.ts';

const database = testDb();
let runner: Awaited<ReturnType<typeof testRunner>> | null = null;
afterEach(() => runner?.stop({ graceMs: 0 }));

async function running(tasks: Partial<Tasks>, options: Partial<RunnerOptions> = {}) {
	runner = await testRunner(database.url, tasks, options);
}

/** Collects what happens, and waits until so much has. */
function record() {
	const seen: string[] = [];
	let wake = () => {};
	return {
		seen,
		add(what: string) {
			seen.push(what);
			wake();
		},
		async until(count: number) {
			while (seen.length < count) await new Promise<void>((resolve) => (wake = resolve));
		}
	};
}

const jobsLeft = () =>
	database.db.$queryRaw<{ locked_by: string | null; attempts: number }[]>`
		select locked_by, attempts from graphile_worker.jobs order by id`;

test('holds its jobs under its own id', async () => {
	const taken = record();
	const { promise: finish, resolve: finishNow } = Promise.withResolvers<void>();
	await running({
		deploy: ({ deploymentId }) => {
			taken.add(deploymentId);
			return finish;
		}
	});
	await queue.add(database.db, 'deploy', { deploymentId: 'd1' });
	await taken.until(1);
	expect(await jobsLeft()).toEqual([{ locked_by: 'test-worker', attempts: 1 }]);
	finishNow();
});

test('jobs of one queue never run together, and none waits to be looked for', async () => {
	const done = record();
	let active = 0;
	const work = async (what: string) => {
		expect(++active).toBe(1);
		await new Promise((resolve) => setImmediate(resolve));
		active--;
		done.add(what);
	};
	await running({
		deploy: ({ deploymentId }) => work(deploymentId),
		'stop-service': ({ serviceId }) => work(serviceId)
	});
	const queueName = 'service:s1';
	await database.db.$transaction(async (tx) => {
		for (let round = 0; round < 10; round++) {
			await queue.add(tx, 'deploy', { deploymentId: `d${round}` }, { queueName });
			await queue.add(tx, 'stop-service', { serviceId: `s${round}` }, { queueName });
		}
	});
	await done.until(20);
	const deployed = done.seen.filter((what) => what.startsWith('d'));
	expect(deployed).toEqual(Array.from({ length: 10 }, (_, round) => `d${round}`));
});

/** Resolves when nobody else has asked this database anything for a while. */
async function untilQuiet() {
	for (let same = 0, before = ''; same < 20; same++) {
		const [row] = await database.db.$queryRaw<{ now: string }[]>`
			select string_agg(pid || state || state_change, ',' order by pid) as now from pg_stat_activity
			where datname = current_database() and pid <> pg_backend_pid()`;
		if (row?.now !== before) same = 0;
		before = row?.now ?? '';
	}
}

test('finds what was added after it looked and before it listened', async () => {
	const taken = record();
	await using way = await lateListen(database.url);
	const deploy: Tasks['deploy'] = async ({ deploymentId }) => taken.add(deploymentId);
	await running({ deploy }, { databaseUrl: way.url });
	try {
		// Both lanes. Their first looks went over the connection that does not wait.
		await way.held(2);
		await untilQuiet();
		await queue.add(database.db, 'deploy', { deploymentId: 'between' });
		way.letThrough();
		await taken.until(1);
	} finally {
		await runner?.stop({ graceMs: 0 });
		runner = null;
	}
});

test('starts a job at its time, once told of it', async () => {
	const done = record();
	await running({ deploy: async ({ deploymentId }) => done.add(deploymentId) });
	const [row] = await database.db.$queryRaw<{ at: Date }[]>`
		select now() + interval '200 milliseconds' as at`;
	await queue.add(database.db, 'deploy', { deploymentId: 'd1' }, { runAt: row!.at });
	runner?.jobIn(200);
	await done.until(1);
	expect(done.seen).toEqual(['d1']);
});

test('leaves none waiting that were there before it was started', async () => {
	const lanes = (
		['deploy', 'stop-service', 'apply-edge', 'repair-service', 'clean-up', 'publish-hosts'] as const
	).map((job) => ({ jobs: [job], concurrency: 8 }));
	const starts = 10;
	for (let start = 0; start < starts; start++) {
		await database.db.$transaction(async (tx) => {
			for (let round = 0; round < 10; round++) {
				const deploymentId = `d${start}.${round}`;
				await queue.add(tx, 'deploy', { deploymentId }, { queueName: 'service:s2' });
			}
		});
		const done = record();
		await running({ deploy: async ({ deploymentId }) => done.add(deploymentId) }, { lanes });
		await done.until(10);
		await runner?.stop({ graceMs: 0 });
		runner = null;
	}
});

test('says that it is broken when the queue stops by itself', async () => {
	const told: unknown[] = [];
	const { exitCode } = process;
	await running({}, { onBroken: (error) => told.push(error) });
	const breaking = JSON.stringify({ breaking: true, migrationNumber: 999 });
	// Nobody says when the runner has begun to listen.
	while (told.length === 0) {
		await database.db.$executeRaw`select pg_notify('worker:migrate', ${breaking})`;
	}
	expect(told[0]).toMatchObject({ message: 'The queue has stopped.' });
	// graphile-worker sets it for the whole process.
	process.exitCode = exitCode;
});

test('gives interrupted jobs back untried when it stops', async () => {
	const taken = record();
	await running({
		deploy: ({ deploymentId }, { signal }) => {
			taken.add(deploymentId);
			return new Promise((_resolve, reject) =>
				signal.addEventListener('abort', () => reject(new WorkerStopping()))
			);
		}
	});
	await queue.add(database.db, 'deploy', { deploymentId: 'd2' });
	await taken.until(1);
	const interrupted = (await runner?.stop({ graceMs: 0 })) ?? [];
	runner = null;
	await retryNow(database.db, interrupted);
	expect(await jobsLeft()).toEqual([{ locked_by: null, attempts: 0 }]);

	const again = record();
	await running({ deploy: ({ deploymentId }) => Promise.resolve(again.add(deploymentId)) });
	await again.until(1);
	expect(again.seen).toEqual(['d2']);
});
