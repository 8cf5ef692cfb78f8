import { chmod, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readEnv } from '#env';
import { dataPaths } from '#lib/rules/data-dir.ts';
import { prepare } from './prepare.ts';
import { ensureMachine } from './prepare/machine.ts';
import { version } from './version.ts';
import { sayFailure } from './supervise/failure.ts';
import { runningFrom } from './supervise/pid-file.ts';
import { sayRunning } from './supervise/running-already.ts';
import { openSay, type Say } from './supervise/say.ts';
import { becomeSupervisor } from './supervise/view.ts';

/**
 * Makes ready what must be there before anything runs: the build, Docker, Caddy, and the folders that the
 * panel's user passes. Then becomes the supervisor, under the same process number; returns the exit code
 * when there is nothing to supervise.
 */
async function start(args: string[], stopping: AbortSignal, say: Say): Promise<number> {
	const env = readEnv();
	const paths = dataPaths(env.GANTRY_DATA_DIR);
	const earlier = await runningFrom(paths.supervisorPid);
	if (earlier) return await sayRunning(earlier, paths, say);
	say(`Gantry ${version()}, data in ${paths.root}`);
	const panelFolder = await prepare();
	const mayInstall = !args.includes('--no-install');
	await ensureMachine(env, { mayInstall, log: paths.processLog('docker'), say });
	const runFolder = dirname(paths.supervisorPid);
	for (const path of [paths.root, runFolder]) {
		await mkdir(path, { recursive: true });
		await chmod(path, 0o711);
	}
	if (stopping.aborted) return 0;
	return await becomeSupervisor(runFolder, panelFolder);
}

async function main(): Promise<void> {
	const stop = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.on(signal, () => stop.abort());
	try {
		process.exit(await start(process.argv.slice(2), stop.signal, openSay()));
	} catch (error) {
		sayFailure(error);
		process.exit(1);
	}
}

if (import.meta.main) await main();
