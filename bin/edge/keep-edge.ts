import { setTimeout as delay } from 'node:timers/promises';
import type { Env } from '#env';
import { dataPaths } from '#lib/rules/data-dir.ts';
import { isRunning, runningFrom, type Identity } from '../supervise/pid-file.ts';
import { startEdge } from './control.ts';

const lookEvery = 2_000;

/**
 * Looks after the one who looks after the edge, until `signal` aborts: a watchdog that is gone is started
 * again, and keeps the Caddy that went on serving.
 */
export async function keepEdge(
	env: Env,
	{ signal, say }: { signal: AbortSignal; say: (line: string) => void }
): Promise<void> {
	const paths = dataPaths(env.GANTRY_DATA_DIR);
	let watchdog: Identity | null = null;
	while (!signal.aborted) {
		await delay(lookEvery, undefined, { signal }).catch(() => {});
		if (signal.aborted || (watchdog && isRunning(watchdog))) continue;
		watchdog = await runningFrom(paths.edgePid);
		if (watchdog) continue;
		try {
			await startEdge(env, { signal });
			say('Edge: its watchdog was gone; started again');
		} catch (error) {
			if (!signal.aborted) say(`Edge: ${String(error)}`);
		}
	}
}
