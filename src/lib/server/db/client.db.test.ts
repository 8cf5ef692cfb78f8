import { expect, test } from 'vitest';
import { connectDb } from './client.ts';
import { testDb } from './testing/test-db.ts';

const world = testDb();

test('a statement is planned once a connection, whatever its values promise', async () => {
	const db = connectDb(world.url, { connections: 1 });
	try {
		for (let time = 0; time < 10; time++) {
			await db.$queryRaw`select id as asked from project where name_key > ${'y'} order by name_key`;
		}
		const plans = await db.$queryRaw`
			select generic_plans::int as kept, custom_plans::int as anew
			from pg_prepared_statements where statement like 'select id as asked%'`;
		expect(plans).toEqual([{ kept: 10, anew: 0 }]);
	} finally {
		await db.$disconnect();
	}
});
