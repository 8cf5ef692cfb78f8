import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CaddyAdmin } from '#caddy/admin.ts';
import { caddyLevel } from '#caddy/binary.ts';
import { edgeConfig } from '#caddy/config.ts';
import {
	installedSettings,
	readEdgeOverrides,
	readEdgePorts,
	writeEdgePorts
} from '#caddy/installed.ts';
import { probeNames } from '#engine/names/dns/probe.ts';
import type { NamesSettings } from '#engine/names/responder.ts';
import { caddyProxy } from '#engine/proxy/caddy-proxy.ts';
import type { Env } from '#env';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import { caddyEnvironment, machineEnvironment } from './environment.ts';
import { keepAlive } from './keep.ts';
import { usablePorts } from './loopback-ports.ts';
import { adopt, launch, stopWatched, type Watched } from './watched.ts';

export interface WatchdogOptions {
	env: Env;
	paths: DataPaths;
	/** The environment to take the machine's facts from. */
	source: Record<string, string | undefined>;
	say: (line: string) => void;
	/** Aborts: stop both programs and return. */
	stopping: AbortSignal;
}

const namesTiming = { every: 100, patience: 500, startWithin: 10_000 };
const caddyTiming = { every: 1_000, patience: 5_000, startWithin: 20_000 };
const stopGrace = 5_000;

/** Runs names and Caddy until it is told to stop. */
export async function watchEdge(options: WatchdogOptions): Promise<void> {
	const { paths, say, stopping } = options;
	for (const path of [paths.caddyPid, paths.caddySocket, paths.caddyStorage]) {
		await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	}
	await mkdir(paths.caddyHome, { recursive: true, mode: 0o700 });
	await mkdir(dirname(paths.processLog('caddy')), { recursive: true, mode: 0o750 });
	const level = await caddyLevel(options.env.GANTRY_CADDY);
	const settings = async () =>
		installedSettings(options.env, paths, await readEdgeOverrides(paths));
	const proxy = caddyProxy({ settings, binary: options.env.GANTRY_CADDY });
	const ensure = () =>
		proxy.ensure({ signal: stopping }).catch((error: unknown) => say(String(error)));

	// Names may be of another version: it is replaced, which loses no request. Caddy holds connections.
	const oldNames = await adopt(paths.namesPid);
	if (oldNames) await stopWatched(oldNames, 0);
	const oldCaddy = await adopt(paths.caddyPid);
	if (oldCaddy) say(`Caddy (process ${oldCaddy.pid}) runs still; keeping it`);
	const namesAnswers = Promise.withResolvers<void>();
	const names = keepAlive({
		name: 'names',
		adopted: null,
		start: () => startNames(options, ensure),
		probe: (signal) => probeNames(paths.namesDnsSocket, signal),
		timing: namesTiming,
		say,
		stopping,
		onAnswer: namesAnswers.resolve
	});
	await Promise.race([namesAnswers.promise, names]);
	const caddy = keepAlive({
		name: 'Caddy',
		adopted: oldCaddy,
		start: async () => {
			await rm(paths.caddySocket, { force: true });
			const config = edgeConfig(await settings(), level);
			await writeFile(paths.caddyConfig, JSON.stringify(config, null, '\t'), { mode: 0o600 });
			return launch({
				command: options.env.GANTRY_CADDY,
				args: ['run', '--config', paths.caddyConfig],
				env: caddyEnvironment(paths, options.source),
				pidFile: paths.caddyPid
			});
		},
		probe: (signal) => probeCaddy(paths, { signal, ensure }),
		timing: caddyTiming,
		say,
		stopping,
		onAnswer: () => void (oldCaddy && ensure())
	});
	const left = await Promise.all([caddy, names]);
	await Promise.all(left.map((each) => each && stopWatched(each, stopGrace)));
	await Promise.all([paths.caddyPid, paths.namesPid].map((path) => rm(path, { force: true })));
}

/** Names keeps its ports; when another program took one meanwhile, Caddy is told of new ones. */
async function startNames(
	{ env, paths, source }: WatchdogOptions,
	ensure: () => Promise<unknown>
): Promise<Watched> {
	const kept = await readEdgePorts(paths);
	const ports = await usablePorts(kept);
	const changed = kept !== null && ports !== kept;
	if (ports !== kept) await writeEdgePorts(paths, ports);
	const settings: NamesSettings = {
		dnsSocket: paths.namesDnsSocket,
		controlSocket: paths.namesSocket,
		askPort: ports.ask,
		pagesPort: ports.pages,
		httpsPort: env.GANTRY_HTTPS_PORT,
		file: paths.namesFile,
		caddyStorage: paths.caddyStorage
	};
	const names = await launch({
		command: process.execPath,
		args: [fileURLToPath(new URL('./names.ts', import.meta.url)), JSON.stringify(settings)],
		env: machineEnvironment(source),
		pidFile: paths.namesPid
	});
	if (changed) void ensure();
	return names;
}

/** An emptied configuration is loaded again; a different one may be the worker's, and newer. */
async function probeCaddy(
	paths: DataPaths,
	{ signal, ensure }: { signal: AbortSignal; ensure: () => Promise<unknown> }
): Promise<void> {
	const { config } = await new CaddyAdmin(paths.caddySocket).read('/', { signal });
	const servers = (config as { apps?: { http?: { servers?: object } } } | null)?.apps?.http
		?.servers;
	if (Object.keys(servers ?? {}).length === 0) await ensure();
}
