import type { Permission } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { findProject } from '../projects/find-project.ts';
import { findService } from '../services/find-service.ts';
import type { Holder } from './holder.ts';

/** Whose list it is, and where that is in the activity. */
export type Place = {
	holder: Holder;
	projectId: string;
	serviceId?: string;
	serviceName?: string;
};

/** Makes sure that the actor may see or change whose list it is. Errors: not_found. */
export async function findPlace(
	ctx: Context,
	{ holder, permission }: { holder: Holder; permission: Permission }
): Promise<Place> {
	if ('projectId' in holder) {
		const { id: projectId } = await findProject(ctx, { ...holder, permission });
		return { holder: { projectId }, projectId };
	}
	const { id: serviceId, projectId, name } = await findService(ctx, { ...holder, permission });
	return { holder: { serviceId }, projectId, serviceId, serviceName: name };
}

/** The same, where only the list matters. */
export async function findHolder(
	ctx: Context,
	wanted: { holder: Holder; permission: Permission }
): Promise<Holder> {
	return (await findPlace(ctx, wanted)).holder;
}
