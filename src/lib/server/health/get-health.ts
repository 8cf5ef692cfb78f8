import type { Context } from '../context.ts';
import { version } from './version.ts';

export interface Check {
	ok: boolean;
	/** For people; not for strangers. */
	detail: string;
}

export interface Health {
	/** 'degraded': apps answer, but something that deploys them does not. 'down': the panel has no database. */
	status: 'ok' | 'degraded' | 'down';
	version: string;
	checks: { database: Check; worker: Check; docker: Check; caddy: Check };
}

const deadline = 4_000;
const failed = (error: unknown): Check => ({
	ok: false,
	detail: error instanceof Error ? error.message : String(error)
});

async function checkDatabase({ db }: Pick<Context, 'db'>): Promise<Check> {
	try {
		await db.$queryRaw`select 1`;
		return { ok: true, detail: 'answers' };
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
		if (!row) return { ok: false, detail: 'no worker has started yet' };
		const detail = `last heartbeat ${Math.max(0, Math.round(row.seconds))} s ago`;
		return { ok: row.seconds < 30, detail };
	} catch (error) {
		return failed(error);
	}
}

/** Asks everything that a deployment needs whether it answers; never throws. */
export async function getHealth(ctx: Pick<Context, 'db' | 'live'>): Promise<Health> {
	const [database, worker, world] = await Promise.all([
		checkDatabase(ctx),
		checkWorker(ctx),
		ctx.live
			.health({ signal: AbortSignal.timeout(deadline) })
			.catch((error: unknown) => ({ docker: failed(error), caddy: failed(error) }))
	]);
	const checks = { database, worker, docker: world.docker, caddy: world.caddy };
	const isOk = Object.values(checks).every(({ ok }) => ok);
	return { status: isOk ? 'ok' : database.ok ? 'degraded' : 'down', version, checks };
}
