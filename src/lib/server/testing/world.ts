import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { readEnv } from '#env';
import type { CreateProjectInput } from '#lib/schemas/projects.ts';
import { createProjectInput } from '#lib/schemas/projects.ts';
import { anonymous } from '../auth/actors.ts';
import type { Actor, Context } from '../context.ts';
import { newId } from '../db/id.ts';
import { testDb } from '../db/testing/test-db.ts';
import { startDeployment } from '../deployments/start-deployment.ts';
import { goLive } from '../deployments/go-live.ts';
import { finishDeployment } from '../deployments/finish-deployment.ts';
import { AppError } from '../errors.ts';
import { ensureInstallation } from '../installation/ensure-installation.ts';
import type { Live } from '../live/port.ts';
import { queue } from '../queue.ts';
import { createProject } from '../projects/create-project.ts';
import { createKeyIfMissing, openKeyFileVault } from '../secrets/key-file-vault.ts';

/** The head of every branch, unless a test says otherwise. */
export const headCommit = 'a'.repeat(40);

/** A worker that answers at once: every branch is at headCommit, every host points elsewhere. */
export function fakeLive(answers: Partial<Live> = {}): Live {
	const away = () =>
		Promise.reject(new AppError('worker_unreachable', 503, 'The worker does not answer.'));
	return {
		inspect: away,
		resolveCommit: ({ commit }) => Promise.resolve({ sha: commit ?? headCommit }),
		checkHost: ({ host }) =>
			Promise.resolve({
				pointsHere: false,
				detail: `A record of ${host} is 5.6.7.8, expected 1.2.3.4`,
				expected: ['1.2.3.4']
			}),
		volumeSizes: away,
		replicas: away,
		containers: away,
		cleanUp: away,
		buildReach: away,
		usage: away,
		testChannel: away,
		health: away,
		...answers
	};
}

/** A whole panel without a browser: real database, queue and vault, a fake worker. */
export function testWorld() {
	const database = testDb();
	const dataDir = mkdtempSync(join(tmpdir(), 'gantry-world-'));
	const keys = join(dataDir, 'keys');
	createKeyIfMissing(keys);
	const vault = openKeyFileVault(keys);
	const env = readEnv({
		GANTRY_DATA_DIR: dataDir,
		GANTRY_BASE_DOMAIN: 'example.com',
		GANTRY_PORT: '3000'
	});
	afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
	beforeAll(() => ensureInstallation(database.db));

	const contextOf = (actor: Actor, live = fakeLive()): Context => ({
		db: database.db,
		actor,
		queue,
		vault,
		live,
		env,
		clock: () => new Date()
	});

	async function person(role: 'admin' | 'user', live?: Live): Promise<Context> {
		const id = newId();
		const email = `${id}@example.com`;
		await database.db.user.create({ data: { id, email, role, passwordHash: 'none' } });
		return contextOf({ kind: 'user', userId: id, email, role, address: '203.0.113.9' }, live);
	}

	/** A project with one service; `change` overrides what the form says. */
	function project(ctx: Context, change: Partial<CreateProjectInput> = {}) {
		const name = `p${newId().slice(0, 12)}`.replace(/\d/g, 'x');
		return createProject(
			ctx,
			createProjectInput.parse({
				name,
				appName: name,
				gitUrl: 'https://github.com/gantry/example',
				branch: 'main',
				...change
			})
		);
	}

	/** Runs a queued deployment as the worker would, up to its end. */
	async function deploy({ deploymentId, serviceId }: { deploymentId: string; serviceId: string }) {
		await startDeployment(database.db, { deploymentId });
		const image = {
			reference: `gantry/${serviceId}:deploy_${deploymentId.slice(0, 8)}`,
			id: `sha256:${deploymentId}`,
			port: 3000,
			files: null
		};
		const { releaseId } = await goLive(database.db, { deploymentId, image });
		await finishDeployment(database.db, { deploymentId, outcome: { state: 'succeeded' } });
		return { releaseId, image };
	}

	return {
		get db() {
			return database.db;
		},
		get url() {
			return database.url;
		},
		dataDir,
		env,
		vault,
		contextOf,
		nobody: () => contextOf(anonymous('203.0.113.9')),
		person,
		project,
		deploy
	};
}

export type TestWorld = ReturnType<typeof testWorld>;
