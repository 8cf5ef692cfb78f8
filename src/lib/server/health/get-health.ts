import { clockSkew } from '#lib/rules/clock-skew.ts';
import { asSentence } from '#lib/rules/as-sentence.ts';
import type { Context } from '../context.ts';
import type { WorkerHealth } from '../live/port.ts';
import { version } from './version.ts';

export interface Check {
	ok: boolean;
	/** A sentence for people; not for strangers. */
	detail: string;
	/** Nobody could ask: neither well nor broken. */
	isUnknown?: true;
}

export interface Health {
	/** 'degraded': apps answer, but something that deploys them does not. 'down': the panel has no database. */
	status: 'ok' | 'degraded' | 'down';
	version: string;
	checks: { database: Check; worker: Check; docker: Check; caddy: Check };
	/** Of the panel and the worker, beside the database's. */
	clocks: Check;
}

const deadline = 4_000;
const failed = (error: unknown): Check => ({
	ok: false,
	detail: asSentence(error instanceof Error ? error.message : String(error))
});
/** Docker and Caddy are the worker's to ask: without it nothing is known of them. */
const unasked: Check = {
	ok: false,
	isUnknown: true,
	detail: 'Not known: the worker, which asks it, does not answer.'
};

const inSentences = ({ docker, caddy }: WorkerHealth) => ({
	docker: { ...docker, detail: asSentence(docker.detail) },
	caddy: { ...caddy, detail: asSentence(caddy.detail) }
});

async function checkDatabase({ db }: Pick<Context, 'db'>): Promise<Check> {
	try {
		await db.$queryRaw`select 1`;
		return { ok: true, detail: 'It answers.' };
	} catch (error) {
		return failed(error);
	}
}

/** A worker's heart beats every 5 s by the database's clock; after 30 s it counts as dead. */
async function checkWorker({ db }: Pick<Context, 'db'>): Promise<Check> {
	try {
		const [row] = await db.$queryRaw<{ seconds: number }[]>`
			select extract(epoch from now() - max(beat_at))::float8 as seconds from worker_beat
			having max(beat_at) is not null`;
		if (!row) return { ok: false, detail: 'It has not started yet.' };
		const detail = `Its last heartbeat was ${Math.max(0, Math.round(row.seconds))} s ago.`;
		return { ok: row.seconds < 30, detail };
	} catch (error) {
		return failed(error);
	}
}

async function readDatabaseClock({ db }: Pick<Context, 'db'>): Promise<number> {
	const [row] = await db.$queryRaw<{ at: number }[]>`
		select extract(epoch from clock_timestamp())::float8 * 1000 as at`;
	return row?.at ?? 0;
}

/** `worker` is what its clock said; null: it did not answer. */
async function checkClocks(
	ctx: Pick<Context, 'db'>,
	worker: Promise<number | null>
): Promise<Check> {
	try {
		const [workerAt, database] = await Promise.all([
			worker.then((at) => at && { at, heard: performance.now() }),
			readDatabaseClock(ctx).then((at) => ({ at, heard: performance.now(), panel: Date.now() }))
		]);
		const readings = [{ name: 'panel', at: database.panel, database: database.at }];
		if (workerAt) {
			const then = database.at + workerAt.heard - database.heard;
			readings.push({ name: 'worker', at: workerAt.at, database: then });
		}
		return clockSkew(readings);
	} catch (error) {
		return failed(error);
	}
}

/** Asks everything that a deployment needs whether it answers; never throws. */
export async function getHealth(ctx: Pick<Context, 'db' | 'live'>): Promise<Health> {
	const asked = ctx.live.health({ signal: AbortSignal.timeout(deadline) });
	const workerClock = asked.then(
		({ at }) => at,
		() => null
	);
	const [database, worker, world, clocks] = await Promise.all([
		checkDatabase(ctx),
		checkWorker(ctx),
		asked.then(inSentences, () => ({ docker: unasked, caddy: unasked })),
		checkClocks(ctx, workerClock)
	]);
	const checks = { database, worker, docker: world.docker, caddy: world.caddy };
	const isOk = Object.values(checks).every(({ ok }) => ok);
	return { status: isOk ? 'ok' : database.ok ? 'degraded' : 'down', version, checks, clocks };
}
