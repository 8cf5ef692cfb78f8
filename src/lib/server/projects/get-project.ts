import type { Context } from '../context.ts';
import { listServices, type ServiceSummary } from '../services/list-services.ts';
import { findProject } from './find-project.ts';

export interface ProjectView {
	id: string;
	name: string;
	createdAt: Date;
	services: ServiceSummary[];
}

/** A project with its services. Errors: not_found. */
export async function getProject(
	ctx: Context,
	{ projectId }: { projectId: string }
): Promise<ProjectView> {
	const { id, name, createdAt } = await findProject(ctx, {
		projectId,
		permission: 'projects:see'
	});
	return { id, name, createdAt, services: await listServices(ctx, { projectId }) };
}
