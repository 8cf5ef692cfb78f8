import { mkdir, rm } from 'node:fs/promises';
import { flushCompileCache } from 'node:module';
import { dirname } from 'node:path';
import { AppError } from '#engine/error.ts';
import { readEnv } from '#env';
import { dataPaths } from '#lib/rules/data-dir.ts';
import { freeAfterStart } from '#lib/server/free-after-start.ts';
import { watchEdge } from './edge/watchdog.ts';
import { claimPidFile } from './supervise/pid-file.ts';

/** Exit codes: 0 stopped as told, 1 could not run, 3 this data directory's edge runs already. */
const runsAlready = 3;

const say = (line: string) => console.log(`${new Date().toISOString()} ${line}`);

/** Whoever started us waits for this word, and is then done with us. */
function onReady() {
	flushCompileCache();
	freeAfterStart();
	if (!process.connected) return;
	process.send?.('ready', () => process.disconnect?.());
}

async function main(): Promise<void> {
	process.umask(0o077);
	const env = readEnv();
	const paths = dataPaths(env.GANTRY_DATA_DIR);
	await mkdir(dirname(paths.edgePid), { recursive: true, mode: 0o700 });
	const other = await claimPidFile(paths.edgePid);
	if (other) {
		say(`The edge runs already (process ${other.pid}).`);
		process.exit(runsAlready);
	}
	const stopping = new AbortController();
	for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort());
	try {
		await watchEdge({
			env,
			paths,
			source: process.env,
			say,
			onReady,
			stopping: stopping.signal
		});
	} catch (error) {
		say(error instanceof AppError ? `${error.message} ${error.hint ?? ''}` : String(error));
		process.exitCode = 1;
	} finally {
		await rm(paths.edgePid, { force: true });
	}
}

if (import.meta.main) await main();
