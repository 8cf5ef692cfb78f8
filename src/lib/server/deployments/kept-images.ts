import type { Db, Transaction } from '../db/client.ts';

/**
 * Images of a service's kept releases, newest first and each once: a rollback used one again.
 * `besides` is the deployment that is about to add its own.
 */
export async function keptImages(
	db: Db | Transaction,
	{ serviceId, besides, keepReleases }: { serviceId: string; besides: string; keepReleases: number }
): Promise<string[]> {
	const rows = await db.$queryRaw<{ image: string }[]>`
		select image from release
		where service_id = ${serviceId} and deployment_id <> ${besides} and pruned_at is null
		group by image order by max(created_at) desc limit ${keepReleases - 1}`;
	return rows.map(({ image }) => image);
}
