import { PrismaPg } from '@prisma/adapter-pg';
import type { ClientBase } from 'pg';
import { PrismaClient } from '#prisma/client/client.ts';

/** Postgres keeps what it has prepared for each connection: enough for what we ask again and again, and bounded. */
const mostPrepared = 500;
const prepared = new Map<string, string>();

/** The same text has the same name, so that Postgres reads and plans it once a connection; empty: each time. */
function statementName({ sql }: { sql: string }): string {
	const name = prepared.get(sql);
	if (name !== undefined) return name;
	if (prepared.size === mostPrepared) return '';
	const next = `gantry_${prepared.size}`;
	prepared.set(sql, next);
	return next;
}

/**
 * What was prepared keeps its one plan. Postgres would plan a statement anew each time its values promise a
 * little, which takes a page longer than the statement: our lists are read along an index whatever the values.
 */
async function keepPlans(connection: ClientBase): Promise<void> {
	await connection.query("set plan_cache_mode = 'force_generic_plan'");
}

interface PoolOptions {
	/** At most so many at once. */
	connections?: number;
	/** So many stay when there is nothing to do: who signs in anew each time takes longer over that than to ask. */
	kept?: number;
}

/** Opens Prisma over a pool of connections; close it with `$disconnect()`. */
export function connectDb(databaseUrl: string, { connections = 10, kept = 0 }: PoolOptions = {}) {
	return new PrismaClient({
		adapter: new PrismaPg(
			{
				connectionString: databaseUrl,
				max: connections,
				min: kept,
				onConnect: keepPlans
			},
			{ statementNameGenerator: statementName }
		)
	});
}

export type Db = ReturnType<typeof connectDb>;

/** What an operation gets inside `db.$transaction`. */
export type Transaction = Parameters<Parameters<Db['$transaction']>[0]>[0];
