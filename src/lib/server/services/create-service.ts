import type { CreateServiceInput } from '#lib/schemas/projects.ts';
import type { Context } from '../context.ts';
import { oncePerForm } from '../db/unique.ts';
import { notify } from '../notify.ts';
import { findProject } from '../projects/find-project.ts';
import { createInProject, type CreatedService } from './create-in-project.ts';
import { checkGitUrl, resolveCommit } from './git-source.ts';

/**
 * Adds a service to a project and deploys it.
 * Errors: not_found, invalid_git_url, app_exists (409), repository_not_found, branch_not_found.
 */
export async function createService(
	ctx: Context,
	{ projectId, formKey, ...service }: CreateServiceInput
): Promise<CreatedService> {
	await findProject(ctx, { projectId, permission: 'projects:change' });
	return oncePerForm(formKey, {
		async find(key) {
			const row = await ctx.db.deployment.findFirst({
				where: { formKey: key, service: { projectId } },
				select: { id: true, number: true, serviceId: true }
			});
			return (
				row && { projectId, serviceId: row.serviceId, deploymentId: row.id, number: row.number }
			);
		},
		async make() {
			const gitUrl = checkGitUrl(ctx, service.gitUrl);
			const commitSha = await resolveCommit(ctx, { gitUrl, branch: service.branch });
			return ctx.db.$transaction(async (tx) => {
				const wanted = { projectId, service, gitUrl, commitSha, formKey };
				const created = await createInProject(tx, ctx, { ...wanted, trigger: 'manual' });
				await notify(tx, { kind: 'project', projectId });
				return created;
			});
		}
	});
}
