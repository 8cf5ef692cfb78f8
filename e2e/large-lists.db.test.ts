import { beforeAll, expect, test } from 'vitest';
import { getDashboard } from '#lib/server/dashboard/get-dashboard.ts';
import type { Context } from '#lib/server/context.ts';
import { connectDb, type Db } from '#lib/server/db/client.ts';
import { listDeployments } from '#lib/server/deployments/list-deployments.ts';
import { listProjects } from '#lib/server/projects/list-projects.ts';
import { testWorld } from '#lib/server/testing/world.ts';
import { large, seedLarge } from './fixtures/large-seed.ts';

const world = testWorld();
let ctx: Context;
let db: Db;

beforeAll(async () => {
	const admin = await world.person('admin');
	await world.deploy(await world.project(admin));
	await seedLarge(world.url);
	// One connection: what it has read can be asked of it.
	db = connectDb(world.url, { connections: 1 });
	ctx = { ...admin, db };
	return () => db.$disconnect();
});

/** Rows of a table that were read while something was asked: they do not depend on the machine. */
async function rowsRead(table: string, ask: () => Promise<unknown>): Promise<number> {
	const count = async () => {
		await db.$queryRaw`select pg_stat_force_next_flush()::text`;
		const [row] = await db.$queryRaw<{ read: number }[]>`
			select (seq_tup_read + idx_tup_fetch)::int as read
			from pg_stat_user_tables where relname = ${table}`;
		return row?.read ?? 0;
	};
	const before = await count();
	await ask();
	return (await count()) - before;
}

const first = `s${'1'.padStart(19, '0')}`;

/** The cursor after `pages` pages of 25, without walking there. */
async function cursorAfter(pages: number, serviceId?: string): Promise<string> {
	const [row] = await db.deployment.findMany({
		where: serviceId === undefined ? {} : { serviceId },
		select: { id: true, createdAt: true },
		orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
		skip: pages * 25 - 1,
		take: 1
	});
	return `${row?.createdAt.getTime().toString(36)}-${row?.id}`;
}

test('a page of deployments reads what it shows, the first as the thousandth', async () => {
	for (const serviceId of [undefined, first]) {
		const before = await cursorAfter(1000, serviceId);
		for (const page of [{}, { before }]) {
			const input = { serviceId, limit: 25, ...page };
			expect(await rowsRead('deployment', () => listDeployments(ctx, input))).toBeLessThan(200);
			expect((await listDeployments(ctx, input)).deployments).toHaveLength(25);
		}
	}
});

test('a filter reads what it finds, and not the history', async () => {
	for (const filter of [
		{ branch: 'hotfix' },
		{ author: 'Grace Hopper' },
		{ state: 'failed' },
		{ state: 'failed', branch: 'staging' },
		{ serviceId: first, branch: 'hotfix' }
	] as const) {
		const read = await rowsRead('deployment', () => listDeployments(ctx, { ...filter, limit: 25 }));
		expect(read, JSON.stringify(filter)).toBeLessThan(large.deployments / 20);
	}
});

test('a page of projects reads the latest deployment of each service on it', async () => {
	const [page] = [await listProjects(ctx, {})];
	expect(page.projects).toHaveLength(25);
	expect(page.counts.all).toBe(large.projects + 1);
	for (const input of [{}, { after: page.next ?? '' }, { words: 'app-09' }, { words: '0999' }]) {
		expect(await rowsRead('deployment', () => listProjects(ctx, input))).toBeLessThan(100);
		expect(await rowsRead('service', () => listProjects(ctx, input))).toBeLessThan(5000);
	}
});

test('the dashboard reads the deployments that it shows, and not one of each service', async () => {
	expect(await rowsRead('deployment', () => getDashboard(ctx))).toBeLessThan(100);
	expect((await getDashboard(ctx)).counts.services).toBe(large.projects + 1);
});
