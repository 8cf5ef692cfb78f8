import type { Db } from '#lib/server/db/client.ts';
import { hasEnded, type Identity } from './identity.ts';
import { freeJobs } from './free-jobs.ts';

/** A worker that was silent for this long is taken for dead. */
const silentSeconds = 30;
/** After a pause of its own a worker lets the others beat first: the database was away for all. */
const roundsAfterPause = 2;

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
}

/**
 * Beats for this worker, by the database's clock, and frees what dead ones held. One statement a beat.
 * Errors: the database's, which the caller meets at its next beat.
 */
export function createHeartbeat(options: HeartbeatOptions) {
	const { db, self, version, onFreed, onDeclaredDead, intervalMs = 5000 } = options;
	let lastBeat = -Infinity;
	let waitRounds = 0;

	const beat = () => db.$queryRaw<BeatRow[]>`
		with own as (
			insert into worker_beat (id, host, boot_id, version)
			values (${self.id}, ${self.host}, ${self.bootId}, ${version})
			on conflict (id) do update set beat_at = now()
			returning xmax = 0 as fresh
		)
		select own.fresh, other.id, other.host, other.boot_id,
			other.beat_at < now() - ${silentSeconds} * interval '1 second' as silent
		from own left join worker_beat other on other.id <> ${self.id}`;

	const round = async () => {
		const rows = await beat();
		const now = performance.now();
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
		/** At a clean end: nobody need find out that this worker is gone. */
		async stop() {
			await db.workerBeat.deleteMany({ where: { id: self.id } });
		}
	};
}

export type Heartbeat = ReturnType<typeof createHeartbeat>;
