import type { Project } from '#prisma/client/client.ts';
import { authorise, type Permission } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { isId } from '../db/is-id.ts';
import { notFound } from '../errors.ts';
import { once } from '../once.ts';

/** A project within what the actor may see. Errors: not_found, the same for missing and foreign. */
export async function findProject(
	ctx: Context,
	{ projectId, permission }: { projectId: string; permission: Permission }
): Promise<Project> {
	const scope = authorise(ctx, permission);
	const project = isId(projectId)
		? await once(ctx, `project ${projectId}`, () =>
				ctx.db.project.findFirst({ where: { ...scope, id: projectId } })
			)
		: null;
	if (!project) throw notFound('project');
	return project;
}
