import pg from 'pg';
import { AppError } from '#engine/error.ts';
import type { Context } from '#lib/server/context.ts';
import { connectDb, type Db } from '#lib/server/db/client.ts';
import { connectLive } from '#lib/server/live/client.ts';
import { queue } from '#lib/server/queue.ts';
import { openKeyFileVault } from '#lib/server/secrets/key-file-vault.ts';
import { system } from '#lib/server/auth/actors.ts';
import { postgresUrl, readPostgresAccess } from '../supervise/postgres-access.ts';
import type { Terminal } from './command.ts';

const notRunning = (dataDir: string, cause?: unknown) =>
	new AppError('not_running', 503, `Gantry does not run here (data in ${dataDir}).`, {
		hint: 'Start it with npm start. Another data directory is chosen by GANTRY_DATA_DIR.',
		cause
	});

/** Where the database answers. Errors: not_running, data_dir_forbidden. */
export async function databaseUrl({ env, paths }: Terminal): Promise<string> {
	const access = env.DATABASE_URL ? null : await readPostgresAccess(paths.postgresAccess);
	const url = env.DATABASE_URL ?? (access && postgresUrl(access));
	if (!url) throw notRunning(paths.root);
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
	client.on('error', () => {});
	try {
		await client.connect();
	} catch (cause) {
		throw notRunning(paths.root, cause);
	} finally {
		await client.end().catch(() => {});
	}
	return url;
}

/** Runs `work` with the context of the server's own console, and closes all it opened. */
export async function withInstallation<Result>(
	terminal: Terminal,
	work: (ctx: Context) => Promise<Result>
): Promise<Result> {
	const db: Db = connectDb(await databaseUrl(terminal), { connections: 2 });
	const live = connectLive(terminal.paths.workerSocket);
	try {
		const vault = openKeyFileVault(terminal.paths.keys);
		const { env } = terminal;
		return await work({ db, live, vault, queue, env, actor: system(), clock: () => new Date() });
	} finally {
		await db.$disconnect();
	}
}
