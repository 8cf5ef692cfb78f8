import { expect, test } from 'vitest';
import type { Prisma } from '#prisma/client/client.ts';
import { connectDb } from './client.ts';
import { limitTo } from './limit.ts';
import { testDb } from './testing/test-db.ts';

const world = testDb();

/** Plans that a connection kept, and plans that it made for one answer, of a statement asked ten times. */
async function plansOf(limit: Prisma.Sql): Promise<{ kept: number; anew: number } | undefined> {
	const db = connectDb(world.url, { connections: 1 });
	try {
		for (let time = 0; time < 10; time++) {
			await db.$queryRaw`select id as asked from project order by name_key, id ${limit}`;
		}
		const [plans] = await db.$queryRaw<{ kept: number; anew: number }[]>`
			select generic_plans::int as kept, custom_plans::int as anew
			from pg_prepared_statements where statement like 'select id as asked%'`;
		return plans;
	} finally {
		await db.$disconnect();
	}
}

test('a statement with a limit is planned once a connection', async () => {
	expect(await plansOf(limitTo(25))).toEqual({ kept: 10, anew: 0 });
});

test('a limit is a whole number and nothing else', () => {
	expect(limitTo(9).sql).toBe('limit 9');
	for (const rows of [-1, 1.5, Number.NaN, '1; drop table project' as unknown as number]) {
		expect(() => limitTo(rows)).toThrow(RangeError);
	}
});
