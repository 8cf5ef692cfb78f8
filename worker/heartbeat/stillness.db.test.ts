import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDb, type Db } from '#lib/server/db/client.ts';
import { startPostgres } from '#lib/server/db/testing/start-postgres.ts';
import { queue } from '#lib/server/queue.ts';
import { migrate } from '#prisma/migrate.ts';
import { createHeartbeat } from './heartbeat.ts';
import { ownIdentity } from './identity.ts';

// A server of its own: other tests write to the common one all the time.
let server: Awaited<ReturnType<typeof startPostgres>>;
let db: Db;
let stranger: pg.Client;
beforeAll(async () => {
	server = await startPostgres();
	stranger = new pg.Client({ connectionString: server.url('postgres') });
	await stranger.connect();
	await stranger.query('alter system set autovacuum = off');
	await stranger.query('select pg_reload_conf()');
	await migrate(server.url('postgres'));
	await stranger.query('create table if not exists other (n int)');
	db = connectDb(server.url('postgres'));
});
afterAll(async () => {
	await db.$disconnect();
	await stranger.end();
	await server.stop();
});

/** `mark` beats each time, whatever was asked for a moment ago. */
function beating() {
	const next: number[] = [];
	const heartbeat = createHeartbeat({
		...{ db, self: ownIdentity(), version: 'test' },
		onFreed() {},
		onDeclaredDead() {}
	});
	heartbeat.onNextJob((inMs) => next.push(inMs));
	const mark = async () => {
		await heartbeat.round();
		return heartbeat.mark();
	};
	return { mark, next };
}

test('the mark stays while others only read', async () => {
	const { mark } = beating();
	const before = await mark();
	await stranger.query('select count(*) from other');
	expect(await mark()).toBe(before);
});

test('the mark is another one after anybody wrote, by whatever way', async () => {
	const { mark } = beating();
	for (const words of [
		'insert into other values (1)',
		'update other set n = 2',
		'delete from other',
		'create table more (n int)'
	]) {
		const before = await mark();
		await stranger.query(words);
		expect(await mark(), words).not.toBe(before);
	}
});

test('the mark is another one when what was begun before a beat is committed after it', async () => {
	const { mark } = beating();
	await stranger.query('begin');
	await stranger.query('insert into other values (3)');
	const before = await mark();
	await stranger.query('commit');
	const after = await mark();
	expect(after).not.toBe(before);
	expect(await mark()).toBe(after);
});

test('a beat says when the next job is due', async () => {
	const { mark, next } = beating();
	await mark();
	expect(next).toEqual([]);
	const key = { jobKey: 'deploy:x' };
	await queue.add(
		db,
		'deploy',
		{ deploymentId: 'x' },
		{ ...key, runAt: new Date(Date.now() + 60_000) }
	);
	await mark();
	expect(next.at(-1)).toBeGreaterThan(0);
	expect(next.at(-1)).toBeLessThanOrEqual(60_000);
	await queue.add(db, 'deploy', { deploymentId: 'x' }, key);
	await mark();
	expect(next.at(-1)).toBeLessThanOrEqual(0);
});
