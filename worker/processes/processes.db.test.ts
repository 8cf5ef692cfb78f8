import { expect, test } from 'vitest';
import { labels, objectNames } from '#engine/spec.ts';
import { addCron, addWorker } from '#lib/server/processes/add-process.ts';
import { listProcesses } from '#lib/server/processes/list-processes.ts';
import { removeProcess } from '#lib/server/processes/remove-process.ts';
import { updateProcess } from '#lib/server/processes/update-process.ts';
import { getService } from '#lib/server/services/get-service.ts';
import { stopService } from '#lib/server/services/stop-service.ts';
import { CrashWatch } from '../reconcile/watch-crashes.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import { repairService } from '../reconcile/repair-service.ts';
import { stopService as stopIt } from '../stop-service.ts';
import { workerWorld } from '../testing/worker-world.ts';
import { runProcess } from './run-process.ts';

const given = workerWorld();
const signal = new AbortController().signal;

/** A live service whose container runs. */
async function live() {
	const ctx = await given.panel.person('user');
	const made = await given.panel.project(ctx);
	await given.panel.deploy(made);
	const { serviceId, deploymentId } = made;
	await repairService(given.world(), { serviceId, signal });
	const containers = () => given.engine.runtime.list({ [labels.service]: serviceId });
	return { ctx, serviceId, deploymentId, containers };
}

const cron = { schedule: '0 3 * * *', timeZone: 'UTC', command: 'node nightly.js' };

async function withCron() {
	const service = await live();
	const { ctx, serviceId } = service;
	const { processId } = await addCron(ctx, { serviceId, name: 'nightly', ...cron });
	const runs = async () =>
		(await service.containers()).filter((one) => one.labels[labels.run] !== undefined);
	const process = () => given.panel.db.process.findUniqueOrThrow({ where: { id: processId } });
	return { ...service, processId, runs, process };
}

const look = async () => (await reconcile(given.world(), { images: false, signal }))!;
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

test('a worker runs from the live image, follows its command and scale, and stops with its service', async () => {
	const { ctx, serviceId, deploymentId, containers } = await live();
	const worker = { serviceId, name: 'mailer', command: 'node mail.js', replicas: 2 };
	const { processId } = await addWorker(ctx, worker);
	const repair = () => repairService(given.world(), { serviceId, signal });
	const names = async () => (await containers()).map(({ name }) => name).sort();
	const nameOf = (replica: number) =>
		objectNames.worker(serviceId, deploymentId, { name: 'mailer', replica });
	await repair();
	const web = objectNames.container(serviceId, deploymentId);
	expect(await names()).toEqual([web, nameOf(1), nameOf(2)].sort());
	const plan = given.engine.runtime.containers.get(nameOf(1))?.plan;
	expect(plan).toMatchObject({ command: ['node', 'mail.js'], restarts: true, variables: {} });

	await updateProcess(ctx, { processId, replicas: 1, command: 'node other.js' });
	await repair();
	expect(await names()).toEqual([web, nameOf(1)].sort());
	expect(given.engine.runtime.containers.get(nameOf(1))?.plan.command).toEqual([
		'node',
		'other.js'
	]);

	given.engine.runtime.exit(nameOf(1), 1);
	expect((await look()).services).toContain(serviceId);
	await repair();
	expect((await given.engine.runtime.inspect(nameOf(1)))?.state).toBe('running');

	await stopService(ctx, { serviceId });
	await stopIt(given.world(), serviceId);
	expect((await containers()).map(({ state }) => state)).toEqual(['exited', 'exited']);
	await removeProcess(ctx, { processId });
	await repair();
	expect(await names()).toEqual([web]);
});

test('a run of a cron process is started once, and its end is written down', async () => {
	const { serviceId, ctx, processId, runs, process } = await withCron();
	const run = { processId, at: minutesAgo(0), isManual: false, signal };
	await runProcess(given.world(), run);
	const [container] = await runs();
	expect(container?.name).toBe(objectNames.run(serviceId, 'nightly', run.at));
	expect(given.engine.runtime.containers.get(container?.name ?? '')?.plan.restarts).toBe(false);
	// A worker that was lost right after the start does it again.
	await runProcess(given.world(), run);
	expect((await runs()).map(({ id }) => id)).toEqual([container?.id]);

	given.engine.runtime.exit(container?.name ?? '', 3);
	await look();
	expect(await process()).toMatchObject({ lastRunAt: run.at, lastExit: 3 });
	expect(given.notes.at(-1)).toMatch(/^nightly ended with exit code 3 after \d+\.\d s$/);
	await runProcess(given.world(), run);
	expect((await runs())[0]?.state).toBe('exited');
	const [view] = await listProcesses(ctx, { serviceId });
	expect(view).toMatchObject({ name: 'nightly', last: { exitCode: 3 } });
	expect(view?.next).toHaveLength(3);
});

test('one run at a time: the next is left out, and the log says so', async () => {
	const { processId, runs } = await withCron();
	await runProcess(given.world(), { processId, at: minutesAgo(1), isManual: false, signal });
	await runProcess(given.world(), { processId, at: minutesAgo(0), isManual: false, signal });
	expect(await runs()).toHaveLength(1);
	expect(given.notes.at(-1)).toContain('Left out');
});

test('a time that comes again after the clock was set back is not run again', async () => {
	const { processId, runs, process } = await withCron();
	const at = minutesAgo(-5);
	await given.panel.db.process.update({
		where: { id: processId },
		data: { lastRunAt: at, lastExit: 0 }
	});
	await runProcess(given.world(), { processId, at: minutesAgo(0), isManual: false, signal });
	expect(await runs()).toEqual([]);
	expect((await process()).lastRunAt).toEqual(at);
});

test('a run that comes late says so, and for which ones it stands', async () => {
	const { processId } = await withCron();
	await given.panel.db.process.update({
		where: { id: processId },
		data: { schedule: '* * * * *' }
	});
	await runProcess(given.world(), { processId, at: minutesAgo(10), isManual: false, signal });
	expect(given.notes.at(-1)).toMatch(/^nightly runs 10 min late.*stands for \d+ later ones/);
});

test('every cron process of a running service waits in the queue for its next time', async () => {
	const { ctx, serviceId, processId } = await withCron();
	const jobs = () => given.panel.db.$queryRaw<{ run_at: Date }[]>`
		select run_at from graphile_worker.jobs where key = ${`cron:${processId}`}`;
	const [first] = await jobs();
	expect(first?.run_at.toISOString()).toMatch(/T03:00:00\.000Z$/);
	await given.panel.db.$executeRaw`
		delete from graphile_worker._private_jobs where key = ${`cron:${processId}`}`;
	await look();
	expect(await jobs()).toEqual([first]);
	await stopService(ctx, { serviceId });
	await runProcess(given.world(), { processId, at: minutesAgo(0), isManual: false, signal });
	expect(given.notes.at(-1)).not.toContain('did not start');
});

test('an app that ends again and again is said to be crashing, until it stays up', async () => {
	const { serviceId, deploymentId } = await live();
	const name = objectNames.container(serviceId, deploymentId);
	const kept = given.engine.runtime.containers.get(name);
	const crashes = new CrashWatch();
	const service = () => given.panel.db.service.findUniqueOrThrow({ where: { id: serviceId } });
	await given.panel.db.release.updateMany({
		where: { serviceId },
		data: { createdAt: minutesAgo(60) }
	});
	const round = () => reconcile(given.world(), { images: false, signal, crashes });
	Object.assign(kept ?? {}, { state: 'restarting', restarts: 2, exitCode: 1 });
	await round();
	expect(await service()).toMatchObject({ state: 'live', crashReason: null });
	Object.assign(kept ?? {}, { restarts: 4 });
	await round();
	expect(await service()).toMatchObject({
		state: 'crashing',
		crashReason: 'It ended with exit code 1, again and again.'
	});
	const entry = (await given.engine.names.snapshot())[serviceId];
	expect(entry?.state).toBe('live');
	Object.assign(kept ?? {}, { state: 'running', exitCode: null, startedAt: minutesAgo(3) });
	await round();
	expect(await service()).toMatchObject({ state: 'live', crashReason: null });
});

test('a worker that ends again and again is said so, until it stays up or is made anew', async () => {
	const { ctx, serviceId } = await live();
	await addWorker(ctx, { serviceId, name: 'mailer', command: 'x', replicas: 1 });
	await look();
	await repairService(given.world(), { serviceId, signal });
	const kept = [...given.engine.runtime.containers.values()].find(
		({ labels: on }) => on[labels.process] === 'mailer' && on[labels.service] === serviceId
	);
	expect(kept).toBeDefined();
	const crashes = new CrashWatch();
	const round = () => reconcile(given.world(), { images: false, signal, crashes });
	const shown = async () => {
		const [worker] = await listProcesses(ctx, { serviceId });
		const { state, crashingWorkers } = await getService(ctx, { serviceId });
		return { crash: worker?.crash, state, named: crashingWorkers.map(({ name }) => name) };
	};
	Object.assign(kept ?? {}, { state: 'restarting', restarts: 4, exitCode: 1 });
	await round();
	const reason = 'It ended with exit code 1, again and again.';
	expect(await shown()).toEqual({ crash: reason, state: 'live', named: ['mailer'] });
	expect(given.notes.at(-1)).toContain('The worker mailer ends again and again');
	Object.assign(kept ?? {}, { state: 'running', exitCode: null, startedAt: minutesAgo(0) });
	await round();
	expect((await shown()).crash).toBe(reason);
	Object.assign(kept ?? {}, { startedAt: minutesAgo(3) });
	await round();
	expect(await shown()).toEqual({ crash: null, state: 'live', named: [] });
	expect(given.notes.at(-1)).toContain('The worker mailer stays up again');
});
