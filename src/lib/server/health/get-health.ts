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

/** What one question tells of the database, its clock, and the worker's heart by that clock. */
interface Pulse {
	/** The database's clock, in milliseconds; when it was heard, and what ours said then. */
	at: number;
	heard: number;
	panel: number;
	/** Since the worker's last beat; null: there was none. */
	beatSeconds: number | null;
}

async function readPulse({ db }: Pick<Context, 'db'>): Promise<Pulse> {
	const [row] = await db.$queryRaw<Pick<Pulse, 'at' | 'beatSeconds'>[]>`
		select extract(epoch from clock_timestamp())::float8 * 1000 as at,
			(select extract(epoch from now() - max(beat_at))::float8 from worker_beat) as "beatSeconds"`;
	const { at = 0, beatSeconds = null } = row ?? {};
	return { at, beatSeconds, heard: performance.now(), panel: Date.now() };
}

/** A worker's heart beats every 5 s by the database's clock; after 30 s it counts as dead. */
function checkWorker({ beatSeconds: seconds }: Pulse): Check {
	if (seconds === null) return { ok: false, detail: 'It has not started yet.' };
	const detail = `Its last heartbeat was ${Math.max(0, Math.round(seconds))} s ago.`;
	return { ok: seconds < 30, detail };
}

/** `worker` is what its clock said, and when that was heard; null: it did not answer. */
function checkClocks(database: Pulse, worker: { at: number; heard: number } | null): Check {
	const readings = [{ name: 'panel', at: database.panel, database: database.at }];
	if (worker) {
		const then = database.at + worker.heard - database.heard;
		readings.push({ name: 'worker', at: worker.at, database: then });
	}
	return clockSkew(readings);
}

/** Asks everything that a deployment needs whether it answers; never throws. */
export async function getHealth(ctx: Pick<Context, 'db' | 'live'>): Promise<Health> {
	const [world, pulse] = await Promise.all([
		ctx.live.health({ signal: AbortSignal.timeout(deadline) }).then(
			(said) => ({ ...inSentences(said), at: said.at, heard: performance.now() }),
			() => null
		),
		readPulse(ctx).catch(failed)
	]);
	const answers = 'at' in pulse;
	const database = answers ? { ok: true, detail: 'It answers.' } : pulse;
	const worker = answers ? checkWorker(pulse) : pulse;
	const clocks = answers ? checkClocks(pulse, world) : pulse;
	const { docker, caddy } = world ?? { docker: unasked, caddy: unasked };
	const checks = { database, worker, docker, caddy };
	const isOk = Object.values(checks).every(({ ok }) => ok);
	return { status: isOk ? 'ok' : database.ok ? 'degraded' : 'down', version, checks, clocks };
}
