import type { BuiltImage } from '#engine/spec.ts';
import { Prisma } from '#prisma/client/client.ts';
import { defaultLimits } from '#lib/rules/clean-up.ts';
import type { Db, Transaction } from '../db/client.ts';
import { newId } from '../db/id.ts';
import { AppError, notFound } from '../errors.ts';
import { installationId } from '../installation/ensure-installation.ts';
import { notify } from '../notify.ts';
import { syncProcesses } from '../processes/sync-processes.ts';
import { keptQuery } from './kept-images.ts';
import { lockDeployment } from './lock-deployment.ts';

/**
 * The one moment of going live, as one fact: the release is written and becomes the service's own, if
 * no newer deployment was requested and nobody cancelled this one. Done again it changes nothing.
 * Errors: superseded (409), cancelled (409); then nothing was written.
 */
export async function goLive(
	db: Db,
	{ deploymentId, image }: { deploymentId: string; image: BuiltImage }
): Promise<{ releaseId: string }> {
	return db.$transaction(async (tx) => {
		const locked = await lockDeployment(tx, deploymentId);
		const { serviceId, projectId, generation } = locked;
		if (locked.state !== 'running' || (locked.isCancelAsked && !locked.hasRelease)) {
			throw new AppError('cancelled', 409, 'This deployment was cancelled before it went live.');
		}
		const releaseId = await writeRelease(tx, { deploymentId, image });
		// The fence: a worker that was overtaken finds another generation here and stops.
		const { count } = await tx.service.updateMany({
			where: { id: serviceId, generation, deletedAt: null },
			data: { liveReleaseId: releaseId, state: 'live', crashReason: null }
		});
		if (count === 0) {
			throw new AppError('superseded', 409, 'A newer deployment was requested meanwhile.', {
				hint: 'Nothing was switched: the newer one follows.'
			});
		}
		await notePending(tx, { serviceId, deploymentId });
		await syncProcesses(tx, { serviceId, from: locked.liveDeploymentId, to: deploymentId });
		await markPruned(tx, { serviceId, deploymentId });
		await notify(
			tx,
			{ kind: 'deployment', projectId, serviceId, deploymentId, state: locked.state },
			{ kind: 'service', projectId, serviceId }
		);
		return { releaseId };
	});
}

/** With the deployment's own settings and variables; one that is there already stays as it is. Answers its id. */
async function writeRelease(
	tx: Transaction,
	{ deploymentId, image }: { deploymentId: string; image: BuiltImage }
): Promise<string> {
	const [row] = await tx.$queryRaw<{ id: string }[]>`
		with written as (
			insert into release (id, service_id, deployment_id, image, image_id, port, files, settings,
				variables_cipher, created_at)
			select ${newId()}, service_id, id, ${image.reference}, ${image.id}, ${image.port},
				${image.files}, settings, variables_cipher, clock_timestamp() at time zone 'utc'
			from deployment where id = ${deploymentId}
			on conflict (deployment_id) do nothing
			returning id)
		select id from written
		union all select id from release where deployment_id = ${deploymentId}`;
	if (!row) throw notFound('deployment');
	return row.id;
}

/** Nothing waits to be applied any more but the variables that were saved since this deployment froze them. */
async function notePending(
	tx: Transaction,
	{ serviceId, deploymentId }: { serviceId: string; deploymentId: string }
): Promise<void> {
	await tx.$executeRaw`
		update service s set pending_variables = array(
			select distinct key from deployment d
			join variable_revision r
				on (r.service_id = s.id and r.version > d.variables_version)
				or (r.project_id = s.project_id and r.version > d.shared_version)
			cross join unnest(r.added || r.changed || r.removed) as key
			where d.id = ${deploymentId} order by key)
		where s.id = ${serviceId}`;
}

/** Releases whose images are kept no longer: this deployment's own image counts as one of them. */
async function markPruned(
	tx: Transaction,
	{ serviceId, deploymentId }: { serviceId: string; deploymentId: string }
): Promise<void> {
	const keepReleases = Prisma.sql`coalesce(
		(select keep_releases from installation where id = ${installationId}),
		${defaultLimits.keepReleases}::int)`;
	await tx.$executeRaw`
		update release set pruned_at = now() at time zone 'utc'
		where service_id = ${serviceId} and pruned_at is null and image not in (
			select image from release where deployment_id = ${deploymentId}
			union all (${keptQuery({ serviceId, besides: deploymentId }, keepReleases)}))`;
}
