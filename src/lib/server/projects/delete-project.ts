import type { DeleteProjectInput } from '#lib/schemas/projects.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { notify } from '../notify.ts';
import { markServiceDeleted } from '../services/delete-service.ts';
import { markVolumes } from '../volumes/mark-volumes.ts';
import { findProject } from './find-project.ts';

/**
 * Deletes a project with all its services. It is gone from every list at once; the worker then removes
 * containers, images, networks and logs, and the data of volumes when they are named. Errors: not_found,
 * not_confirmed (422) on the field confirm, volumes_not_confirmed (409) on the field volumes.
 */
export async function deleteProject(
	ctx: Context,
	{ projectId, confirm, volumes: named = [] }: DeleteProjectInput
): Promise<void> {
	const project = await findProject(ctx, { projectId, permission: 'projects:change' });
	if (confirm !== project.name) {
		throw new AppError('not_confirmed', 422, `Type '${project.name}' to confirm.`, {
			field: 'confirm'
		});
	}
	await ctx.db.$transaction(async (tx) => {
		const { count } = await tx.project.updateMany({
			where: { id: projectId, deletedAt: null },
			// The name is free again at once.
			data: { deletedAt: ctx.clock(), nameKey: `deleted:${projectId}`, formKey: null }
		});
		if (count === 0) return;
		const services = await tx.service.findMany({ where: { projectId, deletedAt: null } });
		await markVolumes(tx, { services, named, withApp: true, now: ctx.clock() });
		for (const service of services) await markServiceDeleted(tx, ctx, service);
		await recordAudit(tx, ctx, {
			action: 'project.deleted',
			subject: projectId,
			projectId,
			detail: { name: project.name }
		});
		await ctx.queue.add(
			tx,
			'delete-project',
			{ projectId },
			{ jobKey: `delete-project:${projectId}` }
		);
		await notify(tx, { kind: 'project', projectId });
	});
}
