import { pathsOverlap } from '#lib/rules/mount-path.ts';
import type { AddVolumeInput } from '#lib/schemas/volumes.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { newId } from '../db/id.ts';
import { isUniqueViolation } from '../db/unique.ts';
import { AppError } from '../errors.ts';
import { notify } from '../notify.ts';
import { findService } from '../services/find-service.ts';

const mostPerService = 20;

const refuse = (
	code: string,
	status: number,
	message: string,
	more: { field?: string; hint?: string }
) => new AppError(code, status, message, more);

/**
 * Gives a service a volume; it is mounted from the next deployment on. Errors: not_found,
 * volume_exists (409), path_taken (409), one_replica (409), too_many_volumes (422).
 */
export async function addVolume(
	ctx: Context,
	{ serviceId, name, path }: AddVolumeInput
): Promise<{ volumeId: string }> {
	const service = await findService(ctx, { serviceId, permission: 'projects:change' });
	const volumeId = newId();
	try {
		await ctx.db.$transaction(async (tx) => {
			// Its row stays locked: replicas can not be raised meanwhile.
			const [row] = await tx.$queryRaw<{ replicas: number }[]>`
				select replicas from service where id = ${serviceId} for update`;
			if ((row?.replicas ?? 1) > 1) {
				throw refuse('one_replica', 409, 'Apps with a local volume run one replica.', {
					hint: `${service.name} has ${row?.replicas}: set its replicas to 1 first.`
				});
			}
			const others = await tx.volume.findMany({ where: { serviceId } });
			refuseClash(others, { name, path });
			await tx.volume.create({ data: { id: volumeId, serviceId, name, path } });
			await recordAudit(tx, ctx, {
				action: 'volume.added',
				subject: volumeId,
				projectId: service.projectId,
				serviceId,
				detail: { name, path, service: service.name }
			});
			await notify(tx, { kind: 'service', projectId: service.projectId, serviceId });
		});
	} catch (error) {
		if (!isUniqueViolation(error)) throw error;
		throw refuse('volume_exists', 409, `There is a volume of that name or path already.`, {
			field: 'name'
		});
	}
	return { volumeId };
}

function refuseClash(
	others: { name: string; path: string; deletedAt: Date | null }[],
	{ name, path }: { name: string; path: string }
): void {
	if (others.length >= mostPerService) {
		throw refuse('too_many_volumes', 422, `A service has at most ${mostPerService} volumes.`, {});
	}
	const namesake = others.find((other) => other.name === name);
	if (namesake) {
		throw refuse('volume_exists', 409, `There is a volume '${name}' already.`, {
			field: 'name',
			...(namesake.deletedAt && { hint: 'It is being removed: it goes with the next deployment.' })
		});
	}
	const near = others.find((other) => pathsOverlap(other.path, path));
	if (near) {
		throw refuse('path_taken', 409, `The volume '${near.name}' is at ${near.path} already.`, {
			field: 'path',
			hint: 'One volume can not be inside another.'
		});
	}
}
