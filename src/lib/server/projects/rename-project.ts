import { projectNameKey } from '#lib/rules/project-name.ts';
import type { RenameProjectInput } from '#lib/schemas/projects.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { notify } from '../notify.ts';
import { refuseTakenProjectName } from './create-project.ts';
import { findProject } from './find-project.ts';

/** Errors: not_found, project_exists (409). */
export async function renameProject(
	ctx: Context,
	{ projectId, name }: RenameProjectInput
): Promise<void> {
	const project = await findProject(ctx, { projectId, permission: 'projects:change' });
	const nameKey = projectNameKey(name);
	await ctx.db.$transaction(async (tx) => {
		if (nameKey !== project.nameKey) {
			await refuseTakenProjectName(tx, { ownerId: project.ownerId, name });
		}
		await tx.project.update({ where: { id: projectId }, data: { name, nameKey } });
		await recordAudit(tx, ctx, {
			action: 'project.renamed',
			subject: projectId,
			projectId,
			detail: { from: project.name, to: name }
		});
		await notify(tx, { kind: 'project', projectId });
	});
}
