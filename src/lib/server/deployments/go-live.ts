import type { BuiltImage } from '#engine/spec.ts';
import type { Prisma } from '#prisma/client/client.ts';
import type { Db } from '../db/client.ts';
import { newId } from '../db/id.ts';
import { AppError } from '../errors.ts';
import { notify } from '../notify.ts';
import { syncProcesses } from '../processes/sync-processes.ts';
import { loadLimits } from '../clean-up/load-limits.ts';
import { keptImages } from './kept-images.ts';
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
		const { settings, variablesCipher } = await tx.deployment.findUniqueOrThrow({
			where: { id: deploymentId },
			select: { settings: true, variablesCipher: true }
		});
		const { id: releaseId } = await tx.release.upsert({
			where: { deploymentId },
			update: {},
			create: {
				id: newId(),
				serviceId,
				deploymentId,
				image: image.reference,
				imageId: image.id,
				port: image.port,
				files: image.files,
				settings: settings as Prisma.InputJsonValue,
				variablesCipher
			}
		});
		const before = await tx.service.findUnique({
			where: { id: serviceId },
			select: { liveRelease: { select: { deploymentId: true } } }
		});
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
		await syncProcesses(tx, {
			serviceId,
			from: before?.liveRelease?.deploymentId ?? null,
			to: deploymentId
		});
		const { keepReleases } = await loadLimits(tx);
		const kept = await keptImages(tx, { serviceId, besides: deploymentId, keepReleases });
		await tx.release.updateMany({
			where: { serviceId, prunedAt: null, image: { notIn: [...kept, image.reference] } },
			data: { prunedAt: new Date() }
		});
		await notify(tx, {
			kind: 'deployment',
			projectId,
			serviceId,
			deploymentId,
			state: locked.state
		});
		await notify(tx, { kind: 'service', projectId, serviceId });
		return { releaseId };
	});
}
