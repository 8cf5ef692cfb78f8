import type { ProcessInput } from '#lib/schemas/processes.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { applyProcesses } from './apply-processes.ts';
import { findProcess } from './find-process.ts';

/** Removes a process; its containers are stopped. A Procfile that names it does not bring it back. Errors: not_found. */
export async function removeProcess(ctx: Context, { processId }: ProcessInput): Promise<void> {
	const { name, kind, serviceId, service } = await findProcess(ctx, {
		processId,
		permission: 'projects:change'
	});
	await ctx.db.$transaction(async (tx) => {
		await tx.process.deleteMany({ where: { id: processId } });
		await recordAudit(tx, ctx, {
			action: 'process.removed',
			subject: processId,
			projectId: service.projectId,
			serviceId,
			detail: { name, kind, service: service.name }
		});
		await applyProcesses(tx, ctx, { serviceId, projectId: service.projectId, processId });
	});
}
