import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { newId } from '#lib/server/db/id.ts';
import { migrate, migrationsDir, readMigrations } from './migrate.ts';

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
		const newest = (await readMigrations()).at(-1);
		const kept = await readFile(`${migrationsDir}/${newest?.path}/schema.prisma`, 'utf8');
		expect(await readFile(new URL('schema.prisma', import.meta.url), 'utf8')).toBe(kept);
	});
});
