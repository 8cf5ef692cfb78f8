import type { Db } from '#lib/server/db/client.ts';
import { hasEnded, type Identity } from './identity.ts';
import { freeJobs } from './free-jobs.ts';
import { Stillness } from './stillness.ts';

/** A worker that was silent for this long is taken for dead. */
const silentSeconds = 30;
/** After a pause of its own a worker lets the others beat first: the database was away for all. */
const roundsAfterPause = 2;
/** What several rounds of one moment ask for is one beat, in milliseconds. */
const moment = 1000;

export interface HeartbeatOptions {
	db: Db;
	self: Identity;
	version: string;
	/** Called with the workers found dead and the number of jobs freed from them. */
	onFreed(workers: string[], jobs: number): void;
	/** Another worker took this one for dead and freed its jobs: it must not go on with them. */
	onDeclaredDead(): void;
	intervalMs?: number;
}

interface BeatRow {
	/** Was there no row of ours? */
	fresh: boolean;
	/** Another worker; all null when there is none. */
	id: string | null;
	host: string;
	boot_id: string;
	silent: boolean;
	/** Numbers of transactions; text, for they are longer than a number of ours. */
	own: string;
	lowest: string;
	/** Milliseconds until the next job is due; null: none waits. */
	next_job: number | null;
}

/**
 * Beats for this worker, by the database's clock, and frees what dead ones held. One statement a beat.
 * Errors: the database's, which the caller meets at its next beat.
 */
export function createHeartbeat(options: HeartbeatOptions) {
	const { db, self, version, onFreed, onDeclaredDead, intervalMs = 5000 } = options;
	const stillness = new Stillness();
	let lastBeat = -Infinity;
	let begunAt = -Infinity;
	let latest: Promise<void> = Promise.resolve();
	let tellNextJob = (_inMs: number) => {};
	let waitRounds = 0;

	const beat = () => db.$queryRaw<BeatRow[]>`
		with own as (
			insert into worker_beat (id, host, boot_id, version)
			values (${self.id}, ${self.host}, ${self.bootId}, ${version})
			on conflict (id) do update set beat_at = now()
			returning xmax = 0 as fresh
		)
		select own.fresh, other.id, other.host, other.boot_id,
			other.beat_at < now() - ${silentSeconds} * interval '1 second' as silent,
			pg_current_xact_id()::text as own,
			pg_snapshot_xmin(pg_current_snapshot())::text as lowest,
			(select extract(epoch from min(run_at) - now())::float8 * 1000
				from graphile_worker._private_jobs job
				where is_available and (job_queue_id is null or exists (
					select from graphile_worker._private_job_queues queue
					where queue.id = job_queue_id and queue.is_available))) as next_job
		from own left join worker_beat other on other.id <> ${self.id}`;

	const round = async () => {
		const rows = await beat().catch((error: unknown) => {
			stillness.lost();
			throw error;
		});
		const now = performance.now();
		const [{ own, lowest, next_job: nextJob }] = rows as [BeatRow];
		stillness.beat({ own: BigInt(own), lowest: BigInt(lowest) });
		if (nextJob !== null) tellNextJob(nextJob);
		const isFirst = lastBeat === -Infinity;
		if (!isFirst && rows[0]?.fresh) onDeclaredDead();
		// The first beat is no pause: what a reboot left behind on this host is freed at once.
		const paused = !isFirst && now - lastBeat > 3 * intervalMs;
		lastBeat = now;
		waitRounds = paused ? roundsAfterPause : Math.max(0, waitRounds - 1);
		const dead = rows.flatMap(({ id, host, boot_id, silent }) => {
			if (id === null) return [];
			const killed = host === self.host && hasEnded(boot_id);
			return killed || (silent && waitRounds === 0) ? [id] : [];
		});
		if (dead.length > 0) onFreed(dead, await freeJobs(db, dead));
	};

	return {
		round,
		intervalMs,
		/**
		 * A number that is the same as before only when nobody has written to the database since (stillness.ts).
		 * Beats, unless that was done within the last second.
		 */
		async mark(): Promise<number> {
			if (performance.now() - begunAt >= moment) {
				begunAt = performance.now();
				latest = round().catch((error: unknown) => {
					begunAt = -Infinity;
					throw error;
				});
			}
			await latest;
			return stillness.mark;
		},
		/** `listener` hears at each beat in how many milliseconds the next job is due; at most 0: one waits to be taken. */
		onNextJob(listener: (inMs: number) => void) {
			tellNextJob = listener;
		},
		/** The connection was lost: what was known of the database may be another's. */
		lost: () => stillness.lost(),
		/** At a clean end: nobody need find out that this worker is gone. */
		async stop() {
			await db.workerBeat.deleteMany({ where: { id: self.id } });
		}
	};
}

export type Heartbeat = ReturnType<typeof createHeartbeat>;
