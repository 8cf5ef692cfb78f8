import { join } from 'node:path';
import { askLocally } from '#engine/local-http.ts';
import type { Env } from '#env';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import { programFile } from '../program-file.ts';
import { patient, project, sparing, sparingEnvironment } from '../up/project.js';
import type { Account } from './account.ts';
import type { Program } from './child.ts';
import { usualTiming } from './life.ts';
import { mark } from './orphans.ts';

export interface Surroundings {
	env: Env;
	paths: DataPaths;
	/** What both processes are given; see environment.ts. */
	environment: Record<string, string>;
	/** The panel's own user; null when all runs as one ordinary user. */
	panelAccount: Account | null;
}

const node = process.execPath;

/** The worker: the only one of ours that speaks to Docker. Alive while its socket answers. */
export function workerProgram({ paths, environment }: Surroundings): Program {
	return {
		name: 'worker',
		command: node,
		args: [...patient, programFile('worker')],
		env: { ...environment, ...sparingEnvironment, [mark]: 'worker' },
		cwd: project,
		account: null,
		async probe(signal) {
			// How Docker and Caddy fare says nothing about the worker.
			await askLocally({ socketPath: paths.workerSocket }, { path: '/life', signal });
		},
		// It may wait for a Docker that hangs: that is no reason to end its work soon.
		timing: { ...usualTiming, misses: 4 },
		stop: { signal: 'SIGTERM', graceMs: 30_000 },
		log: paths.processLog('worker')
	};
}

/** The panel, as a user who may do nothing but read keys and logs. Alive while it answers anything at all. */
export function panelProgram(
	{ env, paths, environment, panelAccount }: Surroundings,
	folder: string
): Program {
	const port = String(env.GANTRY_PORT);
	// Where Docker is, is not the panel's business.
	const { DOCKER_HOST: _docker, ...own } = environment;
	return {
		name: 'panel',
		command: node,
		args: [...sparing, join(folder, 'index.js')],
		env: {
			...own,
			...sparingEnvironment,
			HOME: '/nonexistent',
			HOST: '127.0.0.1',
			PORT: port,
			// GitHub's deliveries have up to 25 MB; the panel itself holds every other path to less.
			BODY_SIZE_LIMIT: '26M',
			// Open log streams do not hold up a stop.
			SHUTDOWN_TIMEOUT: '2',
			[mark]: 'panel'
		},
		cwd: project,
		account: panelAccount,
		async probe(signal) {
			// A file, not a page: whether the database answers says nothing about the panel.
			await askLocally({ port: env.GANTRY_PORT }, { path: '/_app/version.json', signal });
		},
		stop: { signal: 'SIGTERM', graceMs: 10_000 },
		log: paths.processLog('panel')
	};
}
