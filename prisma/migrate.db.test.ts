import { readFile } from 'node:fs/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { newId } from '#lib/server/db/id.ts';
import { migrate, migrationsDir, readMigrations } from './migrate.ts';
import { noFilter, openSchemaEngine } from './schema-engine.ts';

async function empty(): Promise<string> {
	const name = `test_${newId()}`;
	const admin = new pg.Client({ connectionString: inject('postgresUrl') });
	await admin.connect();
	await admin.query(`create database ${name}`);
	await admin.end();
	return inject('postgresUrl').replace(/postgres$/, name);
}

describe('migrating', () => {
	it('applies every migration once, also when two processes begin at the same moment', async () => {
		const url = await empty();
		const names = (await readMigrations()).map(({ path }) => path);
		const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
		expect(applied.flat()).toEqual(names);
		expect(await migrate(url)).toEqual([]);
	});

	it('says what is wrong when the database is not as it left it', async () => {
		const url = await empty();
		const client = new pg.Client({ connectionString: url });
		await client.connect();
		await client.query('create table project (id int)');
		await client.end();
		await expect(migrate(url)).rejects.toThrowError(
			/could not be brought to this version's schema/
		);
	});

	it('leads to the schema that the client is made from', async () => {
		const [migrated, made] = [await empty(), await empty()];
		await migrate(migrated);
		const text = await readFile(new URL('schema.prisma', import.meta.url), 'utf8');
		expect(await readFile(`${migrationsDir}/schema.prisma`, 'utf8')).toBe(text);
		await query(made, await scriptOf(text));
		expect(await shapeOf(migrated)).toEqual(await shapeOf(made));
	});
});

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query<Record<string, unknown>>(sql)).rows;
	} finally {
		await client.end();
	}
}

/** The SQL that makes all of a schema in an empty database. */
async function scriptOf(schema: string): Promise<string> {
	const pool = new pg.Pool({ connectionString: inject('postgresUrl'), max: 1 });
	const engine = await openSchemaEngine(new PrismaPg(pool));
	try {
		const { stdout } = await engine.diff({
			from: { tag: 'empty' },
			to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
			script: true,
			exitCode: null,
			filters: noFilter
		});
		return stdout ?? '';
	} finally {
		engine.free();
		await pool.end();
	}
}

/** Columns, indexes, keys and enums of our tables; checks are ours alone, Prisma knows none. */
const shapeOf = (url: string) =>
	query(
		url,
		`select format('%s.%s %s %s %s', table_name, column_name, udt_name, is_nullable, column_default) as line
			from information_schema.columns
			where table_schema = 'public' and table_name <> '_prisma_migrations'
		union all select indexdef from pg_indexes
			where schemaname = 'public' and tablename <> '_prisma_migrations'
		union all select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
			where connamespace = 'public'::regnamespace and contype not in ('c', 'n')
				and conrelid::regclass::text <> '_prisma_migrations'
		union all select format('%s %s', enumtypid::regtype, enumlabel) from pg_enum
		order by line`
	);
