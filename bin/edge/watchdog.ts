import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { caddyLevel } from '#caddy/binary.ts';
import { installedSettings, readEdgeOverrides } from '#caddy/installed.ts';
import type { EdgeSettings } from '#caddy/settings.ts';
import { probeNames } from '#engine/names/dns/probe.ts';
import { caddyProxy } from '#engine/proxy/caddy-proxy.ts';
import type { Env } from '#env';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import { openBeats } from './beat.ts';
import { keepAlive, type Kept } from './keep.ts';
import { caddyProbe, launchCaddy } from './launch-caddy.ts';
import { launchNames } from './launch-names.ts';
import { adopt, stopWatched } from './watched.ts';

export interface WatchdogOptions {
	env: Env;
	paths: DataPaths;
	/** The environment to take the machine's facts from. */
	source: Record<string, string | undefined>;
	say: (line: string) => void;
	/** Called whenever Caddy has started and both programs answer. */
	onReady: () => void;
	/** Aborts: stop both programs and return. */
	stopping: AbortSignal;
}

/** What both programs are kept with. */
export interface Edge extends WatchdogOptions {
	settings: () => Promise<EdgeSettings>;
	/** Loads the wanted configuration where Caddy has another; failures are only said. */
	ensure: () => Promise<unknown>;
}

/** It hangs when it no longer beats, which is seen much sooner; asked, it shows that others can ask it, too. */
const namesTiming = { every: 5_000, patience: 500, startWithin: 10_000, beat: 700 };
/** It says by itself that its configuration changed; asked, it shows that it still does its work. */
const caddyTiming = { every: 4_000, patience: 4_000, startWithin: 20_000, refusal: 1_000 };
const stopGrace = 5_000;
const giveUpAfter = 5;

/** Runs names and Caddy until it is told to stop. Errors: caddy_missing, edge_not_started. */
export async function watchEdge(options: WatchdogOptions): Promise<void> {
	const { paths, say } = options;
	await makeFolders(paths);
	const failed = new AbortController();
	const stopping = AbortSignal.any([options.stopping, failed.signal]);
	const settings = async () =>
		installedSettings(options.env, paths, await readEdgeOverrides(paths));
	const proxy = caddyProxy({ settings, binary: options.env.GANTRY_CADDY });
	let ensuring: Promise<unknown> | null = null;
	const ensure = () =>
		(ensuring ??= proxy
			.ensure({ signal: stopping })
			.catch((error: unknown) => say(String(error)))
			.finally(() => (ensuring = null)));
	const edge: Edge = { ...options, stopping, settings, ensure };
	const common = { say, stopping, giveUpAfter };

	const answers = Promise.withResolvers<void>();
	const names = keepAlive({ ...common, ...(await namesProgram(edge)), onAnswer: answers.resolve });
	const caddy = Promise.race([answers.promise, names]).then(async () =>
		keepAlive({ ...common, ...(await caddyProgram(edge)) })
	);
	const outcomes = await Promise.allSettled(
		[names, caddy].map((kept) => kept.catch((error: unknown) => stopAll(error)))
	);
	function stopAll(error: unknown): never {
		failed.abort();
		throw error;
	}
	for (const outcome of outcomes) {
		if (outcome.status === 'fulfilled' && outcome.value) {
			await stopWatched(outcome.value, stopGrace);
		}
	}
	await Promise.all([paths.caddyPid, paths.namesPid].map((path) => rm(path, { force: true })));
	const failure = outcomes.find((outcome) => outcome.status === 'rejected');
	if (failure) throw failure.reason;
}

type Program = Pick<Kept, 'name' | 'adopted' | 'start' | 'probe' | 'timing' | 'onAnswer'>;

/** One of an earlier watchdog may be of another version: it is replaced, which loses no request. */
async function namesProgram(edge: Edge): Promise<Omit<Program, 'onAnswer'>> {
	const old = await adopt(edge.paths.namesPid);
	if (old) await stopWatched(old, 0);
	// Without a pipe it is still asked.
	const beats = await openBeats(edge.paths.namesBeats).catch((error: unknown) => {
		edge.say(`Names can not beat: ${String(error)}`);
		return null;
	});
	return {
		name: 'names',
		adopted: null,
		start: () => launchNames(edge, beats),
		probe: (signal) => probeNames(edge.paths.namesDnsSocket, signal),
		timing: namesTiming
	};
}

/** One of an earlier watchdog holds visitors' connections: it is kept, with its settings brought up to date. */
async function caddyProgram(edge: Edge): Promise<Program> {
	const level = await caddyLevel(edge.env.GANTRY_CADDY);
	const old = await adopt(edge.paths.caddyPid);
	if (old) edge.say(`Caddy (process ${old.pid}) runs still; keeping it`);
	return {
		name: 'Caddy',
		adopted: old,
		start: () => launchCaddy(edge, level),
		probe: caddyProbe(edge),
		timing: caddyTiming,
		onAnswer: () => {
			edge.onReady();
			if (old) void edge.ensure();
		}
	};
}

async function makeFolders(paths: DataPaths): Promise<void> {
	const folders = [dirname(paths.caddyPid), dirname(paths.caddySocket), paths.caddyStorage];
	for (const folder of [...folders, paths.caddyHome]) {
		await mkdir(folder, { recursive: true, mode: 0o700 });
	}
	await mkdir(dirname(paths.processLog('caddy')), { recursive: true, mode: 0o750 });
}
