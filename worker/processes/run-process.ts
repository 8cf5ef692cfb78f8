import { AppError } from '#engine/error.ts';
import { planRun } from '#engine/runtime/process-plan.ts';
import { ensureProjectNetwork } from '#engine/runtime/project-network.ts';
import { labels, objectNames, type Id } from '#engine/spec.ts';
import { nextRuns } from '#lib/rules/cron.ts';
import { loadDeploymentSpec } from '#lib/server/deployments/load-deployment-spec.ts';
import { releaseImage } from '#lib/server/deployments/release-image.ts';
import { notify } from '#lib/server/notify.ts';
import { scheduleRun } from '#lib/server/processes/schedule-run.ts';
import type { Prisma } from '#prisma/client/client.ts';
import type { World } from '../world.ts';

const include = {
	service: { select: { id: true, projectId: true, liveRelease: true } }
} satisfies Prisma.ProcessInclude;

type Row = Prisma.ProcessGetPayload<{ include: typeof include }>;

/** Milliseconds after its time from which a run is said to be late. */
const late = 60_000;
/** What `lastExit` says of a run that did not even start, as `docker run` says it. */
export const notStarted = 125;

/**
 * Starts one run of a cron process and queues the next. The container goes on by itself: a lost worker
 * neither ends it nor starts it twice, since its name is derived from its time; settle-runs.ts sees its end.
 * One run at a time: when the one before is still under way, this one is left out, and the log says so.
 */
export async function runProcess(
	world: World,
	run: { processId: Id; at: Date; isManual: boolean; signal: AbortSignal }
): Promise<void> {
	const { db, queue } = world;
	const { processId, at, isManual, signal } = run;
	const row = await db.process.findFirst({
		where: {
			id: processId,
			kind: 'cron',
			service: { deletedAt: null, state: { in: ['live', 'crashing'] } }
		},
		include
	});
	if (!row?.service.liveRelease) return;
	// A clock that was set back comes to the same time twice.
	const isDone = !isManual && row.lastRunAt !== null && row.lastRunAt > at;
	if (!isDone) await startRun(world, { row, at, isManual, signal });
	await scheduleRun(db, queue, { processId });
}

interface Run {
	row: Row;
	at: Date;
	isManual: boolean;
	signal: AbortSignal;
}

async function startRun(world: World, { row, at, isManual, signal }: Run): Promise<void> {
	const { db, engine, installation } = world;
	const { name, service } = row;
	const source = objectNames.run(service.id, name, at);
	const runs = await engine.runtime.list({
		[labels.installation]: installation,
		[labels.service]: service.id,
		[labels.process]: name
	});
	const others = runs.filter((one) => one.labels[labels.run] && one.name !== source);
	if (others.some(({ state }) => state === 'running')) {
		await world.note(service.id, source, `Left out: the run of ${name} before is still under way`);
		return;
	}
	// It was started already, by a worker that was lost before it could write that down.
	const before = runs.find((one) => one.name === source);
	const isFresh = !before || before.state === 'created';
	const { count } = await db.process.updateMany({
		where: { id: row.id, OR: [{ lastRunAt: null }, { lastRunAt: { not: at } }] },
		data: { lastRunAt: at, lastExit: null }
	});
	// Written down, and gone again: it ended, and was settled.
	if (!isFresh || (count === 0 && !before && row.lastExit !== null)) return;
	if (!isManual) await sayLate(world, { row, at, source });
	await start(world, { row, at, signal, source });
	await notify(db, { kind: 'service', projectId: service.projectId, serviceId: service.id });
}

async function start(
	world: World,
	{ row, at, signal, source }: Omit<Run, 'isManual'> & { source: string }
): Promise<void> {
	const { db, engine } = world;
	const { liveRelease, id: serviceId } = row.service;
	if (!liveRelease) return;
	const { deploymentId } = liveRelease;
	const spec = await loadDeploymentSpec(world, { deploymentId });
	try {
		await ensureProjectNetwork(engine.runtime, spec);
		const { name, command } = row;
		await engine.runtime.start(planRun(spec, releaseImage(liveRelease), { name, command, at }), {
			signal
		});
	} catch (error) {
		signal.throwIfAborted();
		if (!(error instanceof AppError) || error.code === 'docker_unreachable') throw error;
		await db.process.updateMany({ where: { id: row.id }, data: { lastExit: notStarted } });
		await world.note(serviceId, source, `${row.name} did not start: ${error.message}`);
	}
}

/** Nothing is left out silently: a run that comes late says so, and which ones it stands for. */
async function sayLate(
	world: World,
	{ row, at, source }: { row: Row; at: Date; source: string }
): Promise<void> {
	const [{ now } = { now: new Date() }] = await world.db.$queryRaw<{ now: Date }[]>`
		select now() as now`;
	const delay = now.getTime() - at.getTime();
	if (delay < late || !row.schedule) return;
	const between = nextRuns({ schedule: row.schedule, timeZone: row.timeZone }, at, 1_000).filter(
		(time) => time <= now
	);
	const minutes = Math.round(delay / 60_000);
	const also = between.length > 0 ? ` It stands for ${between.length} later ones, too.` : '';
	await world.note(
		row.service.id,
		source,
		`${row.name} runs ${minutes} min late: Gantry or the service was away at ${at.toISOString()}.${also}`
	);
}
