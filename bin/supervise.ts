import { rm } from 'node:fs/promises';
import { readEnv } from '#env';
import { dataPaths } from '#lib/rules/data-dir.ts';
import { freeAfterStart } from '#lib/server/free-after-start.ts';
import { edgeHoldsPorts } from './edge/control.ts';
import { version } from './version.ts';
import { sayFailure } from './supervise/failure.ts';
import { addressesOf, greeting } from './supervise/greeting.ts';
import { startHouse, type Place } from './supervise/house.ts';
import { outlastMemoryShortage } from './supervise/memory-shortage.ts';
import { endOrphans } from './supervise/orphans.ts';
import { claimPidFile } from './supervise/pid-file.ts';
import { checkPorts, portsOf } from './supervise/ports.ts';
import { writeReadyFile } from './supervise/ready-file.ts';
import { sayRunning } from './supervise/running-already.ts';
import { openRunning, type Running } from './supervise/running.ts';
import { openSay, type Say } from './supervise/say.ts';
import { tunnelCommand } from './supervise/ssh.ts';

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
	const house = await startHouse(place, { running, signal, say });
	const addresses = addressesOf(env.GANTRY_PORT, house.setupToken);
	const { GANTRY_HTTP_PORT: httpPort, GANTRY_HTTPS_PORT: httpsPort } = env;
	for (const line of greeting(house, addresses, await tunnelCommand(env.GANTRY_PORT))) say(line);
	// Last: whoever waits for it finds everything said and done.
	await writeReadyFile(paths.ready, { version: version(), ...addresses, httpPort, httpsPort });
	freeAfterStart();
}

/** Runs until `stopping` aborts; returns the exit code. */
async function supervise(panelFolder: string, stopping: AbortSignal, say: Say): Promise<number> {
	const env = readEnv();
	const paths = dataPaths(env.GANTRY_DATA_DIR);
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

/** Started by start.ts, which gives the folder of the built panel. */
async function main(): Promise<void> {
	const stop = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.on(signal, () => stop.abort());

	try {
		process.exit(await supervise(process.argv[2] ?? '', stop.signal, openSay()));
	} catch (error) {
		sayFailure(error);
		process.exit(1);
	}
}

if (import.meta.main) await main();
