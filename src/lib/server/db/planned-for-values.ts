import type { Prisma } from '#prisma/client/client.ts';
import type { Db } from './client.ts';

/**
 * Asks with a plan that is made for the very values. Statements keep their plan otherwise (client.ts); but of
 * what people filter by, one value is everywhere and another nowhere.
 */
export async function plannedForValues<Row>(db: Db, query: Prisma.Sql): Promise<Row[]> {
	const [, rows] = await db.$transaction([
		db.$executeRaw`set local plan_cache_mode = 'force_custom_plan'`,
		db.$queryRaw<Row[]>(query)
	]);
	return rows;
}
