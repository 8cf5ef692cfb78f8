import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '#prisma/migrate.ts';
import { startPostgres } from './start-postgres.ts';

export const templateName = 'gantry_template';

declare module 'vitest' {
	interface ProvidedContext {
		/** URL of the server's `postgres` database; test-db.ts clones the template beside it. */
		postgresUrl: string;
	}
}

/** Vitest's global set-up: one server and one migrated template for all database tests of a run. */
export default async function setup(project: TestProject) {
	const postgres = await startPostgres();

	const admin = new pg.Client({ connectionString: postgres.url('postgres') });
	await admin.connect();
	await admin.query(`create database ${templateName}`);
	await admin.end();
	await migrate(postgres.url(templateName));
	project.provide('postgresUrl', postgres.url('postgres'));
	return () => postgres.stop();
}
