import { Prisma } from '#prisma/client/client.ts';
import type { Db, Transaction } from '../db/client.ts';

interface Kept {
	serviceId: string;
	/** The deployment that is about to add its own. */
	besides: string;
}

/** Images of a service's kept releases, newest first and each once: a rollback used one again. */
export async function keptImages(
	db: Db | Transaction,
	{ keepReleases, ...at }: Kept & { keepReleases: number }
): Promise<string[]> {
	const rows = await db.$queryRaw<{ image: string }[]>(keptQuery(at, Prisma.sql`${keepReleases}`));
	return rows.map(({ image }) => image);
}

/** The same as a query; `keepReleases` may be one itself. */
export const keptQuery = ({ serviceId, besides }: Kept, keepReleases: Prisma.Sql): Prisma.Sql =>
	Prisma.sql`
		select image from release
		where service_id = ${serviceId} and deployment_id <> ${besides} and pruned_at is null
		group by image order by max(created_at) desc limit (${keepReleases})::int - 1`;
