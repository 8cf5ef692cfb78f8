import pg from 'pg';
import { AppError } from '#engine/error.ts';
import type { Env } from '#env';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import type { Account } from './account.ts';
import { ensureDatabase, initialisePostgres, postgresProgram } from './postgres.ts';
import { ensurePostgresAccess, postgresUrl } from './postgres-access.ts';
import type { Running } from './running.ts';
import type { Say } from './say.ts';

const oldest = 15;

/** The Postgres of DATABASE_URL, asked once. Errors: database_unreachable, database_too_old. */
async function checkForeign(url: string): Promise<void> {
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
	client.on('error', () => {});
	try {
		await client.connect();
		const { rows } = await client.query<{ version: string }>(
			"select current_setting('server_version_num') as version"
		);
		const version = Math.floor(Number(rows[0]?.version) / 10_000);
		if (version < oldest) {
			throw new AppError('database_too_old', 500, `DATABASE_URL leads to Postgres ${version}.`, {
				hint: `Gantry needs Postgres ${oldest} or later.`
			});
		}
	} catch (cause) {
		if (cause instanceof AppError) throw cause;
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new AppError(
			'database_unreachable',
			500,
			`The database of DATABASE_URL does not answer: ${reason}`,
			{ hint: 'Check its address, name and password, or unset DATABASE_URL for the embedded one.' }
		);
	} finally {
		await client.end().catch(() => {});
	}
}

/** Starts our own Postgres, or checks the one that DATABASE_URL names. Returns its URL. */
export async function startDatabase(
	{ env, paths, account }: { env: Env; paths: DataPaths; account: () => Promise<Account | null> },
	{ running, say }: { running: Running; say: Say }
): Promise<string> {
	if (env.DATABASE_URL) {
		await checkForeign(env.DATABASE_URL);
		return env.DATABASE_URL;
	}
	const access = await ensurePostgresAccess(paths.postgresAccess);
	const place = { paths, access, account: await account() };
	await initialisePostgres(place, say);
	await running.keep(await postgresProgram(place)).ready;
	await ensureDatabase(access);
	return postgresUrl(access);
}
