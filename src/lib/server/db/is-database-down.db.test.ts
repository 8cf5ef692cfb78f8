import { expect, test } from 'vitest';
import { isDatabaseDown } from './is-database-down.ts';
import { testDb } from './testing/test-db.ts';

const world = testDb();

test('a connection that ends under a transaction is lost, whatever the driver says of it then', async () => {
	const failures: unknown[] = [];
	const whole = world.db.$transaction(async (tx) => {
		const [row] = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`;
		await world.db.$queryRaw`select pg_terminate_backend(${row?.pid}::int)`;
		for (let tries = 0; tries < 3; tries++) {
			await tx.$executeRaw`select 1`.catch((error: unknown) => failures.push(error));
		}
		throw new Error('none of it happened');
	});
	await expect(whole).rejects.toThrow();
	expect(failures).toHaveLength(3);
	for (const failure of failures) expect(isDatabaseDown(failure), String(failure)).toBe(true);
});
