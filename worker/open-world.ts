import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '#engine/error.ts';
import { RuntimeLogs } from '#engine/logs/runtime-logs.ts';
import { connectDocker } from '#engine/runtime/docker-client.ts';
import { dockerStorage } from '#engine/storage/docker-storage.ts';
import { dockerMeter } from '#engine/usage/docker-meter.ts';
import { dockerTerminals } from '#engine/terminal/docker-terminals.ts';
import type { Env } from '#env';
import { dataPaths, type DataPaths } from '#lib/rules/data-dir.ts';
import { connectDb } from '#lib/server/db/client.ts';
import { loadSecrets } from '#lib/server/deployments/load-secrets.ts';
import { connectEvents } from '#lib/server/events.ts';
import { installationId } from '#lib/server/installation/ensure-installation.ts';
import { queue } from '#lib/server/queue.ts';
import { openKeyFileVault } from '#lib/server/secrets/key-file-vault.ts';
import { cleanUp } from './clean-up/clean-up.ts';
import { UnderWay } from './deployments/under-way.ts';
import { whenDatabaseIsBack } from './deployments/when-database-is-back.ts';
import { openEngine } from './open-engine.ts';
import { openGovernor } from './open-governor.ts';
import { report } from './report.ts';
import type { World } from './world.ts';

/** Connects to everything. Errors: no_database, no_key, and the database's when it stays away. */
export async function openWorld(
	env: Env
): Promise<World & { databaseUrl: string; logs: RuntimeLogs }> {
	const databaseUrl = env.DATABASE_URL;
	if (!databaseUrl) {
		throw new AppError('no_database', 500, 'The worker was given no DATABASE_URL.', {
			hint: 'Start everything with `npm start`, which gives it the one it needs.'
		});
	}
	const paths = dataPaths(env.GANTRY_DATA_DIR);
	const vault = openKeyFileVault(paths.keys);
	const db = connectDb(databaseUrl, { kept: 3 });
	const { label } = await whenDatabaseIsBack(() =>
		db.installation.findUniqueOrThrow({ where: { id: installationId }, select: { label: true } })
	);
	const events = connectEvents(databaseUrl);
	const governor = openGovernor(env);
	const engine = await openEngine(env, {
		...{ paths, db, governor },
		makeRoom: async (signal) => void (await cleanUp(world, { reason: 'disk-low', signal }))
	});
	const docker = connectDocker(env.DOCKER_HOST);
	const storage = dockerStorage(docker);
	const meter = dockerMeter(docker, { folder: paths.root });
	const terminals = dockerTerminals(docker);
	const given = {
		...{ db, events, queue, vault, engine, storage, meter, terminals },
		...{ governor, env, paths, databaseUrl, report },
		underWay: new UnderWay()
	};
	const logs = runtimeLogs({ ...given, installation: label });
	const note: World['note'] = (service, source, text) => logs.note(service, source, text);
	const world = { ...given, installation: label, logs, note };
	return world;
}

function runtimeLogs(world: Omit<World, 'note'>): RuntimeLogs {
	const { engine, installation, paths } = world;
	return new RuntimeLogs({
		runtime: engine.runtime,
		installation,
		pathOf: paths.serviceLog,
		secretsOf: (_service, deploymentId) => loadSecrets(world, { deploymentId }),
		onError: (error) => world.report('The log of an app was not followed', error)
	});
}

/** The panel's group: the one that the logs were made readable for. null: the panel is this same user. */
export async function panelGroup(paths: DataPaths): Promise<number | null> {
	const logs = await stat(dirname(dirname(paths.serviceLog('any')))).catch(() => null);
	const own = process.getgid?.();
	return logs && logs.gid !== own ? logs.gid : null;
}
