// npm run db:migration -- <name>: writes the SQL that leads from the newest migration to schema.prisma.
// migrations/schema.prisma is the schema that the newest one leads to, so that the two are compared as text.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { startPostgres } from '#lib/server/db/testing/start-postgres.ts';
import { migrationsDir } from './migrate.ts';
import { noFilter, openSchemaEngine } from './schema-engine.ts';

const name = process.argv[2];
if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
	console.error('usage: npm run db:migration -- <name in lower case, with _>');
	process.exit(2);
}

const reachedPath = `${migrationsDir}/schema.prisma`;
const schemaPath = fileURLToPath(new URL('./schema.prisma', import.meta.url));

async function datamodel(path: string) {
	const files = [{ path, content: await readFile(path, 'utf8') }];
	return { tag: 'schemaDatamodel' as const, files };
}

// The engine compares without reading the database, but will not start without one.
const postgres = await startPostgres();
const pool = new pg.Pool({ connectionString: postgres.url('postgres') });
const engine = await openSchemaEngine(new PrismaPg(pool));
const { stdout: sql } = await engine.diff({
	from: await datamodel(reachedPath),
	to: await datamodel(schemaPath),
	script: true,
	exitCode: null,
	filters: noFilter
});
engine.free();
await pool.end();
await postgres.stop();

if (!sql || sql.startsWith('-- This is an empty migration')) {
	console.log('Nothing to do: the migrations already lead to schema.prisma.');
} else {
	const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
	const folder = `${migrationsDir}/${stamp}_${name}`;
	await mkdir(folder);
	await writeFile(`${folder}/migration.sql`, sql);
	console.log(`prisma/migrations/${stamp}_${name}/migration.sql`);
}
// Comments and the client's settings need no SQL.
await copyFile(schemaPath, reachedPath);
