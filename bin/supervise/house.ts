import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { keepBallast } from '#engine/ballast/ballast.ts';
import type { Env } from '#env';
import { migrate } from '#prisma/migrate.ts';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import { connectDb } from '#lib/server/db/client.ts';
import { ensureInstallation } from '#lib/server/installation/ensure-installation.ts';
import { createKeyIfMissing } from '#lib/server/secrets/key-file-vault.ts';
import { loadOwnNames, type OwnNames } from '#lib/server/settings/own-names.ts';
import { startEdge } from '../edge/control.ts';
import { keepEdge } from '../edge/keep-edge.ts';
import { ensureAccount } from './account.ts';
import { ensureDataFolder, ownKeys } from './data-folder.ts';
import { startDatabase } from './database.ts';
import { environmentFor } from './environment.ts';
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

/** What is known of the installation once its database is open. */
export interface House {
	names: OwnNames;
	/** Every Docker object of ours carries it. */
	label: string;
	/** null once it is claimed. */
	setupToken: string | null;
}

/** Folders and keys, owned as they must be. Returns the panel's own user; null: all runs as one. */
export async function furnish({ paths, isRoot }: Pick<Place, 'paths' | 'isRoot'>, say: Say) {
	const panelAccount = isRoot ? await ensureAccount('gantry', say) : null;
	await ensureDataFolder(paths, panelAccount);
	createKeyIfMissing(paths.keys);
	await ownKeys(paths, panelAccount);
	return panelAccount;
}

/** The installation's row and names, in a database brought to this version's schema. */
export async function openInstallation(url: string, env: Env): Promise<House> {
	await migrate(url);
	const db = connectDb(url, { connections: 1 });
	try {
		const start = await ensureInstallation(db);
		return { ...start, names: await loadOwnNames(db, env) };
	} finally {
		await db.$disconnect();
	}
}

/**
 * Starts the edge, Postgres, worker and panel, in this order, so that sites answer first; resolves when
 * all of them do their work.
 */
export async function startHouse(
	place: Place,
	{ running, signal, say }: { running: Running; signal: AbortSignal; say: Say }
): Promise<House> {
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
	const house = await openInstallation(databaseUrl, env);
	await writeFile(paths.label, house.label, { mode: 0o600 });

	const environment = environmentFor(process.env, { dataDir: paths.root, databaseUrl });
	const surroundings = { env, paths, environment, panelAccount };
	const worker = running.keep(workerProgram(surroundings));
	const panel = running.keep(panelProgram(surroundings, panelFolder));
	await panel.ready;
	// The panel says what is wrong with a worker that does not come up; without a panel nobody does.
	const isUp = await Promise.race([worker.ready.then(() => true), wait(workerPatienceMs, false)]);
	if (!isUp) say(`The worker is not up yet; its log: ${paths.processLog('worker')}`);
	return house;
}
