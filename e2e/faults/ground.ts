import { readFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import type Docker from 'dockerode';
import { readEnv } from '#env';
import { namesClient } from '#engine/names/client.ts';
import type { Names } from '#engine/names/port.ts';
import { connectDocker } from '#engine/runtime/docker-client.ts';
import { dataPaths, type DataPaths } from '#lib/rules/data-dir.ts';
import type { Context } from '#lib/server/context.ts';
import { connectDb, type Db } from '#lib/server/db/client.ts';
import { connectEvents, type Events } from '#lib/server/events.ts';
import { connectLive } from '#lib/server/live/client.ts';
import { queue } from '#lib/server/queue.ts';
import { openKeyFileVault } from '#lib/server/secrets/key-file-vault.ts';
import { postgresUrl, readPostgresAccess } from '../../bin/supervise/postgres-access.ts';
import { openApi, type Api } from '../fixtures/console.ts';
import { removeLeftovers } from '../fixtures/docker-leftovers.ts';
import { startGitHost, type GitHost } from '../fixtures/git-host.ts';
import { account } from '../fixtures/person.ts';
import { startProduct, type Product } from '../fixtures/product.ts';
import { App, type AppOptions } from './app.ts';
import { checkInvariants } from './invariants.ts';

/** The whole running product, a Git host beside it, and every way in and around it. */
export interface Ground {
	product: Product;
	paths: DataPaths;
	host: GitHost;
	api: Api;
	/** The product's own database. */
	db: Db;
	databaseUrl: string;
	events: Events;
	docker: Docker;
	names: Names;
	/** Label of the product's objects on the engine. */
	installation: string;
	/** What the panel's own operations are given, as its first person. */
	ctx: Context;
	/** Stands in a secret variable of every app, which prints it wherever it can. */
	canary: string;
	apps: App[];
	/** A new app, live in its first version and probed from then on. */
	app(options?: AppOptions): Promise<App>;
	/** Removes the apps, as a person would; the next experiment finds an empty house. */
	clear(): Promise<void>;
	close(): Promise<void>;
}

let count = 0;
/** Those that are being opened, too. */
const opened = new Set<Promise<Ground>>();

/** Closes whatever is open: when the suite itself is stopped. */
export async function closeAll(): Promise<void> {
	await Promise.allSettled([...opened].map(async (ground) => (await ground).close()));
}

/** Starts the product as `npm start` does and claims it. `settings` are environment variables, `folder` is where its data is. */
export async function openGround(
	settings: Record<string, string> = {},
	folder?: string
): Promise<Ground> {
	const opening = makeGround(settings, folder);
	opened.add(opening);
	const ground = await opening;
	return {
		...ground,
		async close() {
			opened.delete(opening);
			await ground.close();
		}
	};
}

async function makeGround(
	settings: Record<string, string>,
	folder: string | undefined
): Promise<Ground> {
	const starting = startProduct(settings, undefined, folder);
	const [host, product] = await Promise.all([startGitHost(), starting]);
	const paths = dataPaths(product.dataDir);
	const api = await openApi(product);
	const access = await readPostgresAccess(paths.postgresAccess);
	if (!access) throw new Error('The product has no database of its own.');
	const databaseUrl = postgresUrl(access);
	const db = connectDb(databaseUrl);
	const events = connectEvents(databaseUrl);
	const live = connectLive(paths.workerSocket);
	const docker = connectDocker(settings.DOCKER_HOST ?? 'unix:///var/run/docker.sock');
	const installation = (await readFile(paths.label, 'utf8')).trim();
	const { id: userId } = await db.user.findFirstOrThrow();
	const ctx: Context = {
		db,
		actor: { kind: 'user', userId, email: account.email, role: 'admin', address: null },
		queue,
		vault: openKeyFileVault(paths.keys),
		live,
		env: readEnv(product.env),
		clock: () => new Date()
	};
	const ground: Ground = {
		...{ product, paths, host, api, db, databaseUrl, events, docker, installation, ctx },
		names: namesClient(paths.namesSocket),
		canary: `canary-${randomBytes(12).toString('hex')}`,
		apps: [],
		async app(options = {}) {
			const app = await App.create(ground, `app${++count}`, options);
			ground.apps.push(app);
			return app;
		},
		async clear() {
			for (const app of ground.apps.splice(0)) await app.remove();
		},
		async close() {
			for (const app of ground.apps) await app.stopProbe();
			await Promise.allSettled([events.close(), db.$disconnect(), host.close()]);
			await product.destroy();
			await removeLeftovers(docker, installation);
		}
	};
	return ground;
}

/** Opens a ground of its own for one experiment, and closes it whatever comes. */
export async function onOwnGround(
	{ settings, folder }: { settings?: Record<string, string>; folder?: string },
	run: (ground: Ground) => Promise<string>
): Promise<string> {
	const ground = await openGround(settings, folder);
	try {
		const outcome = await run(ground);
		await checkInvariants(ground);
		await ground.clear();
		return outcome;
	} finally {
		await ground.close();
	}
}
