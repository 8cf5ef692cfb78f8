import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CaddyAdmin } from '#caddy/admin.ts';
import { caddyVersion } from '#caddy/binary.ts';
import { AppError } from '#engine/error.ts';
import { probeNames } from '#engine/names/dns/probe.ts';
import type { Env } from '#env';
import { dataPaths, type DataPaths } from '#lib/rules/data-dir.ts';
import { programFile } from '../program-file.ts';
import { programsVersion } from '../programs-version.ts';
import { isRunning, runningFrom, type Identity } from '../supervise/pid-file.ts';
import { checkPorts } from '../supervise/ports.ts';
import { small } from '../up/project.js';
import { edgeEnvironment } from './environment.ts';
import { adopt, signalTo, stopWatched } from './watched.ts';

export interface EdgeProcess extends Identity {
	httpPort: number;
	httpsPort: number;
}

interface StartOptions {
	/** Where the machine's facts (PATH, proxies, certificates) are taken from. */
	source?: Record<string, string | undefined>;
	signal?: AbortSignal;
}

const startDeadline = 30_000;
const stopGrace = 15_000;
const lookEvery = 20;
const largestLog = 5 * 1024 * 1024;

/** The watchdog that keeps this data directory's edge, with the ports it answers on; null: none. */
export async function edgeIsRunning(paths: DataPaths): Promise<EdgeProcess | null> {
	const identity = await runningFrom(paths.edgePid);
	if (!identity) return null;
	const { http_port, https_port } = await startedWith(paths);
	return { ...identity, httpPort: http_port, httpsPort: https_port };
}

/** Are the edge's ports its own already? Caddy serves on even when its watchdog was killed. */
export async function edgeHoldsPorts(paths: DataPaths): Promise<boolean> {
	return (
		(await runningFrom(paths.edgePid)) !== null || (await runningFrom(paths.caddyPid)) !== null
	);
}

async function startedWith(paths: DataPaths): Promise<{ http_port: number; https_port: number }> {
	try {
		const config = JSON.parse(await readFile(paths.caddyConfig, 'utf8')) as {
			apps: { http: { http_port: number; https_port: number } };
		};
		return config.apps.http;
	} catch {
		// It is still starting.
		return { http_port: 0, https_port: 0 };
	}
}

/**
 * Starts the edge as a process group of its own, or adopts the one that runs on the same ports; one on
 * other ports is stopped first, one of another version is replaced without losing a request. Resolves when
 * Caddy and names answer.
 * Errors: caddy_missing, ports_unusable, edge_not_started (with the end of its log).
 */
export async function startEdge(
	env: Env,
	{ source = process.env, signal }: StartOptions = {}
): Promise<{ adopted: boolean }> {
	const paths = dataPaths(env.GANTRY_DATA_DIR);
	await caddyVersion(env.GANTRY_CADDY, { signal });
	const within = AbortSignal.any([AbortSignal.timeout(startDeadline), ...(signal ? [signal] : [])]);
	const running = await edgeIsRunning(paths);
	const version = await programsVersion();
	if (running && fits(running, env)) {
		if (version === (await readFile(paths.edgeVersion, 'utf8').catch(() => ''))) {
			await untilAnswering(paths, within);
			return { adopted: true };
		}
		// Its Caddy serves on, for the watchdog of this version to keep; names is replaced.
		await endOf(running, 'SIGKILL');
	} else if (running) await stopEdge(paths);
	const left = await adopt(paths.caddyPid);
	const { http_port, https_port } = await startedWith(paths);
	if (left && !fits({ httpPort: http_port, httpsPort: https_port }, env)) await stopEdge(paths);
	else if (!left) await checkPorts(portsOf(env), process.getuid?.() === 0);
	const child = await spawnWatchdog(env, paths, source);
	const over = new AbortController();
	const ended = once(child, 'exit').then(() => over.abort());
	try {
		// It says so itself: an earlier names or Caddy may still be answering, only to be replaced.
		await once(child, 'message', { signal: AbortSignal.any([within, over.signal]) });
	} catch {
		if (signal?.aborted) {
			// Sites come before whoever no longer waits for them.
			child.disconnect();
			child.unref();
			signal.throwIfAborted();
		}
		if (child.exitCode === null && child.signalCode === null) {
			child.kill('SIGTERM');
			await ended;
		}
		throw await notStarted(paths);
	}
	child.unref();
	await writeFile(paths.edgeVersion, version);
	return { adopted: false };
}

function fits(running: { httpPort: number; httpsPort: number }, env: Env): boolean {
	return running.httpPort === env.GANTRY_HTTP_PORT && running.httpsPort === env.GANTRY_HTTPS_PORT;
}

function portsOf(env: Env) {
	return [
		{ port: env.GANTRY_HTTP_PORT, setting: 'GANTRY_HTTP_PORT', what: 'HTTP' },
		{ port: env.GANTRY_HTTPS_PORT, setting: 'GANTRY_HTTPS_PORT', what: 'HTTPS' }
	];
}

async function spawnWatchdog(env: Env, paths: DataPaths, source: StartOptions['source'] = {}) {
	const path = paths.processLog('edge');
	await mkdir(dirname(path), { recursive: true });
	const size = await stat(path).then(
		(file) => file.size,
		() => 0
	);
	if (size > largestLog) await truncate(path);
	const log = openSync(path, 'a', 0o640);
	try {
		const child = spawn(process.execPath, [...small, programFile('edge')], {
			env: edgeEnvironment(env, source),
			cwd: '/',
			stdio: ['ignore', log, log, 'ipc'],
			detached: true
		});
		await once(child, 'spawn');
		return child;
	} finally {
		closeSync(log);
	}
}

async function untilAnswering(paths: DataPaths, within: AbortSignal): Promise<void> {
	const admin = new CaddyAdmin(paths.caddySocket);
	for (;;) {
		try {
			await probeNames(paths.namesDnsSocket, within);
			const { config } = await admin.read('/apps/http/servers', { signal: within });
			if (config !== null) return;
		} catch {
			// Not yet.
		}
		if (within.aborted) throw await notStarted(paths);
		await delay(lookEvery);
	}
}

async function notStarted(paths: DataPaths): Promise<AppError> {
	const ends = [
		await endOfLog(paths.processLog('edge')),
		await endOfLog(paths.processLog('caddy'))
	];
	return new AppError('edge_not_started', 500, 'The edge (Caddy and names) did not start.', {
		hint: ends.join('\n')
	});
}

async function endOfLog(path: string): Promise<string> {
	const text = await readFile(path, 'utf8').catch(() => '');
	return `The end of ${path}:\n${text.trimEnd().split('\n').slice(-3).join('\n')}`;
}

/** Stops the watchdog with its two programs, and what a killed watchdog left. Safe when nothing runs. */
export async function stopEdge(paths: DataPaths): Promise<void> {
	const running = await runningFrom(paths.edgePid);
	if (running) await endOf(running);
	for (const pidFile of [paths.caddyPid, paths.namesPid]) {
		const left = await adopt(pidFile);
		if (left) await stopWatched(left, stopGrace);
		await rm(pidFile, { force: true });
	}
}

async function endOf(identity: Identity, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
	const deadline = performance.now() + stopGrace;
	signalTo(identity.pid, signal);
	while (isRunning(identity)) {
		if (performance.now() > deadline) signalTo(identity.pid, 'SIGKILL');
		await delay(lookEvery);
	}
}
