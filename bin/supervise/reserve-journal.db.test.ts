import pg from 'pg';
import { expect, test } from 'vitest';
import { startPostgres } from '#lib/server/db/testing/start-postgres.ts';
import { reserveJournal } from './reserve-journal.ts';

test('a new server has parts of its journal ready, and no more at each start', async () => {
	const server = await startPostgres();
	const client = new pg.Client({ connectionString: server.url('postgres') });
	await client.connect();
	const ask = async (sql: string) => (await client.query(sql)).rows;
	const place = async () => {
		const [row] = await ask(`select pg_walfile_name(pg_current_wal_lsn()) as now,
			(select max(name) from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$') as last`);
		const [now, last] = [row.now, row.last].map((name: string) =>
			Number.parseInt(name.slice(16), 16)
		);
		return { now, ahead: last! - now! };
	};
	try {
		expect((await place()).ahead).toBe(0);
		await reserveJournal(ask);
		const first = await place();
		expect(first.ahead).toBeGreaterThanOrEqual(2);
		await reserveJournal(ask);
		expect(await place()).toEqual(first);
	} finally {
		await client.end();
		await server.stop();
	}
});
