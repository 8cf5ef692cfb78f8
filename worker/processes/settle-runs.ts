import { exitWords } from '#engine/health/exit-words.ts';
import type { Container } from '#engine/runtime/port.ts';
import { labels } from '#engine/spec.ts';
import { notify } from '#lib/server/notify.ts';
import type { Prisma } from '#prisma/client/client.ts';
import type { World } from '../world.ts';
import { notStarted } from './run-process.ts';

const include = {
	service: { select: { projectId: true, memoryBytes: true, state: true } }
} satisfies Prisma.ProcessInclude;
type Row = Prisma.ProcessGetPayload<{ include: typeof include }>;

/** Milliseconds that one run may take. */
export const longestRun = 3600_000;
/** Milliseconds for which an ended container stays, so that its last lines are surely in the log. */
const reading = 30_000;
/** Milliseconds after which a run without a container has none any more. */
const patience = 60_000;
const graceSeconds = 10;

/**
 * Writes down how runs of cron processes ended, ends those that take too long, and clears away what is over.
 * Answers whether there were any to look after.
 */
export async function settleRuns(world: World, containers: Container[]): Promise<boolean> {
	const runs = containers.filter((one) => one.labels[labels.run] !== undefined);
	const rows = await world.db.process.findMany({ where: { kind: 'cron' }, include });
	for (const run of runs) {
		const row = rows.find(
			({ serviceId, name }) =>
				serviceId === run.labels[labels.service] && name === run.labels[labels.process]
		);
		if (row) await settle(world, { run, row });
		// Its process was removed; what belongs to no service at all the reconciler removes.
		else await world.engine.runtime.remove(run.name, { graceSeconds });
	}
	const isThere = ({ id, lastRunAt }: Row) =>
		runs.some(
			(run) =>
				isOf(
					run,
					rows.find((row) => row.id === id)
				) && timeOf(run) >= Number(lastRunAt)
		);
	for (const row of rows) if (isOpen(row) && !isThere(row)) await giveUp(world, row);
	return runs.length > 0 || rows.some(isOpen);
}

const timeOf = (run: Container) => Date.parse(run.labels[labels.run] ?? '');
const isOpen = ({ lastRunAt, lastExit }: Row) => lastRunAt !== null && lastExit === null;
const isOf = (run: Container, row: Row | undefined) =>
	row?.serviceId === run.labels[labels.service] && row?.name === run.labels[labels.process];

async function settle(world: World, { run, row }: { run: Container; row: Row }): Promise<void> {
	const { db, engine } = world;
	if (run.state === 'running') {
		const isStopped = row.service.state !== 'live' && row.service.state !== 'crashing';
		const isLong = run.startedAt !== null && Date.now() - run.startedAt.getTime() > longestRun;
		if (isLong) {
			const limit = longestRun / 60_000;
			await world.note(
				row.serviceId,
				run.name,
				`${row.name} is ended: it took more than ${limit} min`
			);
		}
		if (isLong || isStopped) await engine.runtime.stop(run.name, { graceSeconds });
		return;
	}
	// Its job goes on with it.
	if (run.state === 'created') return;
	const lastExit = run.exitCode ?? 0;
	const { count } = await db.process.updateMany({
		where: { id: row.id, lastRunAt: new Date(timeOf(run)), lastExit: null },
		data: { lastExit }
	});
	if (count > 0) {
		const message = exitWords(run, Number(row.service.memoryBytes));
		await world.note(row.serviceId, run.name, `${row.name} ${message}${took(run)}`);
		await tell(world, row);
	}
	const isRead = run.finishedAt !== null && Date.now() - run.finishedAt.getTime() > reading;
	if (isRead) await engine.runtime.remove(run.name, { graceSeconds });
}

function took({ startedAt, finishedAt }: Container): string {
	if (!startedAt || !finishedAt || finishedAt < startedAt) return '';
	return ` after ${((finishedAt.getTime() - startedAt.getTime()) / 1000).toFixed(1)} s`;
}

/** Its container was removed by somebody: it must not look as if it ran for ever. */
async function giveUp(world: World, row: Row): Promise<void> {
	if (!row.lastRunAt || Date.now() - row.lastRunAt.getTime() < patience) return;
	const { count } = await world.db.process.updateMany({
		where: { id: row.id, lastRunAt: row.lastRunAt, lastExit: null },
		data: { lastExit: notStarted }
	});
	if (count > 0) await tell(world, row);
}

async function tell({ db }: World, { serviceId, service }: Row): Promise<void> {
	await notify(db, { kind: 'service', projectId: service.projectId, serviceId });
}
