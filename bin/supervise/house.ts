import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { keepBallast } from '#engine/ballast/ballast.ts';
import type { Env } from '#env';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import { createKeyIfMissing } from '#lib/server/secrets/key-file-vault.ts';
import { startEdge } from '../edge/control.ts';
import { keepEdge } from '../edge/keep-edge.ts';
import { sparingEnvironment } from '../up/project.js';
import { ensureAccount } from './account.ts';
import { ensureDataFolder, ownKeys } from './data-folder.ts';
import { startDatabase } from './database.ts';
import { environmentFor } from './environment.ts';
import { openInstallation, type Installation } from './installation.ts';
import { panelProgram, workerProgram } from './programs.ts';
import type { Running } from './running.ts';
import type { Say } from './say.ts';

const workerPatienceMs = 30_000;

export interface Place {
	env: Env;
	paths: DataPaths;
	isRoot: boolean;
	/** The built panel. */
	panelFolder: string;
}

/** Folders and keys, owned as they must be. Returns the panel's own user; null: all runs as one. */
export async function furnish({ paths, isRoot }: Pick<Place, 'paths' | 'isRoot'>, say: Say) {
	const panelAccount = isRoot ? await ensureAccount('gantry', say) : null;
	await ensureDataFolder(paths, panelAccount);
	createKeyIfMissing(paths.keys);
	await ownKeys(paths, panelAccount);
	return panelAccount;
}

/**
 * Starts the edge, Postgres, worker and panel, in this order, so that sites answer first; resolves when
 * all of them do their work.
 */
export async function startHouse(
	place: Place,
	{ running, signal, say }: { running: Running; signal: AbortSignal; say: Say }
): Promise<Installation> {
	const { env, paths, isRoot, panelFolder } = place;
	const panelAccount = await furnish(place, say);
	// From here on, files are for their owner and group only.
	process.umask(0o027);

	const { adopted } = await startEdge(env, { signal });
	say(
		`Edge: ${adopted ? 'runs still' : 'started'} on ${env.GANTRY_HTTP_PORT} and ${env.GANTRY_HTTPS_PORT}`
	);
	void keepEdge(env, { signal, say });

	// A database that was stopped by a full disk needs room to start.
	const released = await keepBallast(paths.ballast, { mayMake: false }).catch(() => null);
	if (released) say('The disk is full: its reserve was given up, so that all can be cleaned up');
	const account = () => (isRoot ? ensureAccount('gantry-postgres', say) : Promise.resolve(null));
	const databaseUrl = await startDatabase({ env, paths, account }, { running, say });
	const environment = environmentFor(process.env, { dataDir: paths.root, databaseUrl });
	const installation = await openInstallation({ ...environment, ...sparingEnvironment });
	await writeFile(paths.label, installation.label, { mode: 0o600 });

	const surroundings = { env, paths, environment, panelAccount };
	const worker = running.keep(workerProgram(surroundings));
	const panel = running.keep(panelProgram(surroundings, panelFolder));
	await panel.ready;
	// The panel says what is wrong with a worker that does not come up; without a panel nobody does.
	const isUp = await Promise.race([worker.ready.then(() => true), wait(workerPatienceMs, false)]);
	if (!isUp) say(`The worker is not up yet; its log: ${paths.processLog('worker')}`);
	return installation;
}
