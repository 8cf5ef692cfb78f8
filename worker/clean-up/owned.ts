import { objectNames, type Id } from '#engine/spec.ts';
import type { CleanUpLimits } from '#lib/rules/clean-up.ts';
import type { Db } from '#lib/server/db/client.ts';
import type { Found, Owned, OwnedService } from './plan.ts';

const dayMs = 86_400_000;
const open = { state: { in: ['queued' as const, 'running' as const] } };

/** What is needed, as the database says: read after `found`, so that nothing new is missing from it. */
export async function loadOwned(
	db: Db,
	{ limits, found }: { limits: CleanUpLimits; found: Found }
): Promise<Owned> {
	const projects = await db.project.findMany({ select: { id: true } });
	const services = await db.service.findMany({
		select: {
			id: true,
			name: true,
			deletedAt: true,
			createdAt: true,
			liveRelease: { select: { deploymentId: true, image: true, imageId: true } },
			deployments: { where: open, select: { id: true, baseRelease: true } }
		}
	});
	const kept = await keptImages(db, limits);
	const latest = await latestDeployments(db);
	const owned = services.filter(({ deletedAt }) => deletedAt === null);
	return {
		services: new Map(
			owned.map(({ id, name, createdAt, liveRelease, deployments }): [Id, OwnedService] => {
				const images = new Set(kept.get(id));
				for (const release of [liveRelease, ...deployments.map((one) => one.baseRelease)]) {
					if (release) images.add(release.image).add(release.imageId);
				}
				for (const deployment of deployments) images.add(objectNames.image(id, deployment.id));
				const since = (latest.get(id) ?? createdAt).getTime();
				return [
					id,
					{
						name,
						isBusy: deployments.length > 0,
						liveDeployment: liveRelease?.deploymentId ?? null,
						images,
						idleDays: (Date.now() - since) / dayMs
					}
				];
			})
		),
		leaving: new Set(services.filter(({ deletedAt }) => deletedAt).map(({ id }) => id)),
		projects: new Set(projects.map(({ id }) => id)),
		logged: await neededLogs(db, found)
	};
}

/** References and ids of the newest images of each service that releases can be rolled back to. */
async function keptImages(db: Db, { keepReleases }: CleanUpLimits): Promise<Map<Id, string[]>> {
	const rows = await db.$queryRaw<{ service_id: Id; images: string[] }[]>`
		select service_id, array_agg(image) || array_agg(image_id) as images
		from (
			select service_id, image, min(image_id) as image_id,
				row_number() over (partition by service_id order by max(created_at) desc) as place
			from release where pruned_at is null group by service_id, image
		) as newest
		where place <= ${keepReleases} group by service_id`;
	return new Map(rows.map(({ service_id, images }) => [service_id, images]));
}

async function latestDeployments(db: Db): Promise<Map<Id, Date>> {
	const rows = await db.deployment.groupBy({ by: ['serviceId'], _max: { createdAt: true } });
	return new Map(
		rows.flatMap(({ serviceId, _max: { createdAt } }) =>
			createdAt ? [[serviceId, createdAt]] : []
		)
	);
}

async function neededLogs(db: Db, { logs }: Found): Promise<Set<Id>> {
	const rows = await db.deployment.findMany({
		where: {
			id: { in: logs.map(({ id }) => id) },
			OR: [open, { release: { liveOf: { isNot: null } } }]
		},
		select: { id: true }
	});
	return new Set(rows.map(({ id }) => id));
}
