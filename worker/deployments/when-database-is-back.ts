import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '#engine/error.ts';
import { isDatabaseDown } from '#lib/server/db/is-database-down.ts';

const patienceMs = 60_000;
const longestDelayMs = 2000;

/**
 * Repeats a write that may safely be done twice while the database restarts, for at most a minute.
 * Errors: the write's own; the last one when the database does not come back.
 */
export async function whenDatabaseIsBack<T>(write: () => Promise<T>): Promise<T> {
	const deadline = performance.now() + patienceMs;
	for (let tries = 1, delay = 50; ; tries++, delay = Math.min(delay * 2, longestDelayMs)) {
		try {
			return await write();
		} catch (error) {
			// A connection that breaks under a query says only that: asked again, it says why.
			const mayBeDown = tries === 1 && !(error instanceof AppError);
			const isOver = performance.now() + delay > deadline;
			if (isOver || !(mayBeDown || isDatabaseDown(error))) throw error;
			await wait(delay);
		}
	}
}
