import { chmod, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '#engine/error.ts';
import { readEnv, type Env } from '#env';
import { dataPaths, type DataPaths } from '#lib/rules/data-dir.ts';
import { edgeHoldsPorts } from './edge/control.ts';
import { prepare } from './prepare.ts';
import { ensureMachine } from './prepare/machine.ts';
import { version } from './project.ts';
import { addressesOf, greeting } from './supervise/greeting.ts';
import type { Place } from './supervise/house.ts';
import { outlastMemoryShortage } from './supervise/memory-shortage.ts';
import { endOrphans } from './supervise/orphans.ts';
import { claimPidFile, runningFrom, type Identity } from './supervise/pid-file.ts';
import { checkPorts, portsOf } from './supervise/ports.ts';
import { writeReadyFile } from './supervise/ready-file.ts';
import { openRunning, type Running } from './supervise/running.ts';
import { openSay, type Say } from './supervise/say.ts';
import { tunnelCommand } from './supervise/ssh.ts';
import { isInView, moveIntoView } from './supervise/view.ts';

/** Returns the exit code: what was asked for is the case. */
async function sayRunning({ pid }: Identity, paths: DataPaths, say: Say): Promise<number> {
	const ready = await readFile(paths.ready, 'utf8').catch(() => '{}');
	const { panelUrl } = JSON.parse(ready) as { panelUrl?: string };
	say(`Gantry is running already (process ${pid})${panelUrl ? `: ${panelUrl}` : ', and starting'}`);
	return 0;
}

/** Everything from a claimed pid file to the line that says it is up. */
async function bringUp(
	place: Place,
	{ running, signal, say }: { running: Running; signal: AbortSignal; say: Say }
) {
	const { env, paths, isRoot } = place;
	const ended = await endOrphans(paths);
	if (ended.length > 0) say(`Ended what an earlier start left behind: ${ended.join(', ')}`);
	await outlastMemoryShortage();
	const withEdge = !(await edgeHoldsPorts(paths));
	await checkPorts(portsOf(env, { withEdge }), isRoot);
	// It needs the database client, which a fresh checkout has only since it was prepared.
	const { startHouse } = await import('./supervise/house.ts');
	const house = await startHouse(place, { running, signal, say });
	const addresses = addressesOf(env.GANTRY_PORT, house.setupToken);
	const { GANTRY_HTTP_PORT: httpPort, GANTRY_HTTPS_PORT: httpsPort } = env;
	for (const line of greeting(house, addresses, await tunnelCommand(env.GANTRY_PORT))) say(line);
	// Last: whoever waits for it finds everything said and done.
	await writeReadyFile(paths.ready, { version: version(), ...addresses, httpPort, httpsPort });
}

/**
 * What must be there before anything runs: the build, Docker, Caddy, and a way to our own files. Returns
 * the folder of the built panel.
 */
async function makeReady(
	{ env, paths }: { env: Env; paths: DataPaths },
	args: string[],
	tell: Say
) {
	const runFolder = dirname(paths.supervisorPid);
	// After the move all is as it was, and was said before.
	const say = isInView(runFolder) ? () => {} : tell;
	say(`Gantry ${version()}, data in ${paths.root}`);
	const panelFolder = await prepare();
	const mayInstall = !args.includes('--no-install');
	await ensureMachine(env, { mayInstall, log: paths.processLog('docker'), say });
	for (const path of [paths.root, runFolder]) {
		await mkdir(path, { recursive: true });
		await chmod(path, 0o711);
	}
	await moveIntoView(runFolder, args);
	return panelFolder;
}

/** Runs until `stopping` aborts; returns the exit code. */
async function supervise(args: string[], stopping: AbortSignal, say: Say): Promise<number> {
	const env = readEnv();
	const paths = dataPaths(env.GANTRY_DATA_DIR);
	const earlier = await runningFrom(paths.supervisorPid);
	if (earlier) return await sayRunning(earlier, paths, say);
	const panelFolder = await makeReady({ env, paths }, args, say);
	if (stopping.aborted) return 0;
	const quicker = await claimPidFile(paths.supervisorPid);
	if (quicker) return await sayRunning(quicker, paths, say);
	const place: Place = { env, paths, panelFolder, isRoot: process.getuid?.() === 0 };
	const running = openRunning(say);
	const stopped = new Promise((resolve) => stopping.addEventListener('abort', resolve));
	const up = bringUp(place, { running, signal: stopping, say });
	try {
		await Promise.race([up, stopped]);
		await stopped;
		say('Stopping the panel, the worker and the database; sites keep answering.');
		return 0;
	} finally {
		await running.stop();
		// What a stop interrupted fails; why is known.
		await up.catch(() => {});
		await rm(paths.ready, { force: true });
		await rm(paths.supervisorPid, { force: true });
	}
}

function sayFailure(error: unknown) {
	if (!(error instanceof AppError)) console.error(error);
	else console.error(`\n${error.message}${error.hint ? `\n${error.hint}` : ''}`);
}

async function main(): Promise<void> {
	const stop = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.on(signal, () => stop.abort());

	try {
		process.exit(await supervise(process.argv.slice(2), stop.signal, openSay()));
	} catch (error) {
		sayFailure(error);
		process.exit(1);
	}
}

if (import.meta.main) await main();
