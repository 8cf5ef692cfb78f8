import { setTimeout as wait } from 'node:timers/promises';
import { isDatabaseDown } from '#lib/server/db/is-database-down.ts';

const patienceMs = 60_000;
const longestDelayMs = 2000;

/**
 * Repeats a write that may safely be done twice while the database restarts, for at most a minute.
 * Errors: the write's own; the last one when the database does not come back.
 */
export async function whenDatabaseIsBack<T>(write: () => Promise<T>): Promise<T> {
	const deadline = performance.now() + patienceMs;
	for (let delay = 50; ; delay = Math.min(delay * 2, longestDelayMs)) {
		try {
			return await write();
		} catch (error) {
			if (!isDatabaseDown(error) || performance.now() + delay > deadline) throw error;
			await wait(delay);
		}
	}
}
