import { projectNameKey } from '#lib/rules/project-name.ts';
import type { CreateProjectInput } from '#lib/schemas/projects.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { signedInUser } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/client.ts';
import { newId } from '../db/id.ts';
import { oncePerForm } from '../db/unique.ts';
import { AppError } from '../errors.ts';
import { notify } from '../notify.ts';
import {
	createInProject,
	refuseTakenName,
	type CreatedService
} from '../services/create-in-project.ts';
import { checkGitUrl, resolveCommit } from '../services/git-source.ts';

/** Errors: project_exists (409) on the field name. */
export async function refuseTakenProjectName(
	tx: Transaction,
	{ ownerId, name }: { ownerId: string; name: string }
): Promise<void> {
	const nameKey = projectNameKey(name);
	const other = await tx.project.findUnique({ where: { ownerId_nameKey: { ownerId, nameKey } } });
	if (!other) return;
	throw new AppError('project_exists', 409, `The name '${other.name}' is already used.`, {
		field: 'name',
		hint: 'Take another name, or add a service to that project.'
	});
}

/** What the same form made a moment ago. */
async function findByFormKey(
	ctx: Context,
	{ ownerId, formKey }: { ownerId: string; formKey: string }
): Promise<CreatedService | null> {
	const project = await ctx.db.project.findFirst({
		where: { formKey, ownerId },
		include: { services: { include: { deployments: { where: { number: 1 } } } } }
	});
	const service = project?.services[0];
	const deployment = service?.deployments[0];
	if (!project || !service || !deployment) return null;
	const { id: deploymentId, number } = deployment;
	return { projectId: project.id, serviceId: service.id, deploymentId, number };
}

/**
 * Makes a project with its first service and variables, and deploys it: all of it or nothing, and once
 * for each form key. Errors: project_exists, app_exists (409), invalid_git_url, repository_not_found,
 * branch_not_found.
 */
export async function createProject(
	ctx: Context,
	input: CreateProjectInput & { trigger?: 'manual' | 'api' }
): Promise<CreatedService> {
	const { name, formKey, trigger = 'manual', ...service } = input;
	const ownerId = signedInUser(ctx);
	return oncePerForm(formKey, {
		find: (key) => findByFormKey(ctx, { ownerId, formKey: key }),
		async make() {
			const gitUrl = checkGitUrl(ctx, service.gitUrl);
			const commitSha = await resolveCommit(ctx, { gitUrl, branch: service.branch });
			return ctx.db.$transaction(async (tx) => {
				await refuseTakenName(tx, service.appName);
				await refuseTakenProjectName(tx, { ownerId, name });
				const projectId = newId();
				const nameKey = projectNameKey(name);
				await tx.project.create({
					data: { id: projectId, ownerId, name, nameKey, formKey: formKey ?? null }
				});
				await recordAudit(tx, ctx, {
					action: 'project.created',
					subject: projectId,
					projectId,
					detail: { name }
				});
				const wanted = { projectId, service, gitUrl, commitSha, trigger };
				const created = await createInProject(tx, ctx, wanted);
				await notify(tx, { kind: 'project', projectId });
				return created;
			});
		}
	});
}
