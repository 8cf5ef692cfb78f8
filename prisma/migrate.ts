import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { migrationList, noFilter, openSchemaEngine } from './schema-engine.ts';

/** Beside the schema, wherever this code stands. */
export const migrationsDir = join(
	dirname(createRequire(import.meta.url).resolve('#prisma/schema.prisma')),
	'migrations'
);

/** Any fixed number: two processes that migrate the same database wait for each other on it. */
const advisoryLock = 7_120_041;

/** The migrations in this folder, oldest first. */
export async function readMigrations(): Promise<{ path: string; sql: string }[]> {
	const entries = await readdir(migrationsDir, { withFileTypes: true });
	const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
	return Promise.all(
		names.sort().map(async (path) => ({
			path,
			sql: await readFile(`${migrationsDir}/${path}/migration.sql`, 'utf8')
		}))
	);
}

async function applyOurs(databaseUrl: string): Promise<string[]> {
	const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, allowExitOnIdle: true });
	const engine = await openSchemaEngine(new PrismaPg(pool));
	try {
		const { appliedMigrationNames } = await engine.applyMigrations({
			migrationsList: migrationList(migrationsDir, await readMigrations()),
			filters: noFilter
		});
		return appliedMigrationNames;
	} finally {
		engine.free();
		// The engine's own lock lives as long as its connection.
		await pool.end();
	}
}

/**
 * Brings the database to the schema of this version: our tables and the job queue's. Safe to run at
 * every start and by several processes at once. Returns the names of the migrations it applied.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
	const lock = new pg.Client({ connectionString: databaseUrl });
	await lock.connect();
	try {
		await lock.query('set lock_timeout = 120000');
		await lock.query('select pg_advisory_lock($1)', [advisoryLock]);
		const applied = await applyOurs(databaseUrl);
		await runMigrations({ connectionString: databaseUrl });
		return applied;
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new Error(
			`The database could not be brought to this version's schema: ${reason.trim()}\n` +
				'Nothing was deployed or removed. Restore the backup or mend the cause, then start again.',
			{ cause }
		);
	} finally {
		await lock.end();
	}
}
