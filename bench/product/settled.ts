import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** Longer than the time between two rounds of the reconciler. */
const quietFor = 20_000;
const lookEvery = 500;
const deadline = 300_000;

/** Resolves when the worker has caught up with what was written behind its back: no job for a while. */
export async function untilSettled(databaseUrl: string, signal: AbortSignal): Promise<void> {
	const within = AbortSignal.any([signal, AbortSignal.timeout(deadline)]);
	const client = new pg.Client({ connectionString: databaseUrl });
	await client.connect();
	try {
		let busyAt = performance.now();
		while (performance.now() - busyAt < quietFor) {
			const { rows } = await client.query<{ waits: boolean }>(
				'select exists (select 1 from graphile_worker.jobs) as waits'
			);
			if (rows[0]?.waits) busyAt = performance.now();
			await delay(lookEvery, undefined, { signal: within });
		}
	} finally {
		await client.end();
	}
}
