import { setTimeout as wait } from 'node:timers/promises';

/** Connection and shutdown states of Postgres, of the network below it, and Prisma's names for both. */
const away = /^(08\w{3}|57P0[123]|53300|ECONN\w+|EPIPE|ETIMEDOUT|ENOENT|P10(01|02|08|17)|P2024)$/;

/** Did this fail because the database could not be reached, rather than because of what was asked? */
export function isDatabaseAway(error: unknown): boolean {
	for (let at = error, depth = 0; at instanceof Error && depth < 6; depth++) {
		const { code, originalCode } = at as { code?: unknown; originalCode?: unknown };
		if ([code, originalCode].some((known) => typeof known === 'string' && away.test(known)))
			return true;
		at = at.cause;
	}
	return false;
}

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
			if (!isDatabaseAway(error) || performance.now() + delay > deadline) throw error;
			await wait(delay);
		}
	}
}
