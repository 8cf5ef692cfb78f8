import type { Prisma } from '#prisma/client/client.ts';
import { authorise, type Permission } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { isId } from '../db/is-id.ts';
import { notFound } from '../errors.ts';

const include = {
	project: { select: { id: true, name: true } },
	liveRelease: true
} satisfies Prisma.ServiceInclude;

/** A service with its project's name and its live release. */
export type FoundService = Prisma.ServiceGetPayload<{ include: typeof include }>;

async function find(
	ctx: Context,
	where: { id: string } | { name: string },
	permission: Permission
): Promise<FoundService | null> {
	const project = authorise(ctx, permission);
	return ctx.db.service.findFirst({ where: { ...where, deletedAt: null, project }, include });
}

/** A service within what the actor may see. Errors: not_found, the same for missing and foreign. */
export async function findService(
	ctx: Context,
	{ serviceId, permission }: { serviceId: string; permission: Permission }
): Promise<FoundService> {
	const where = isId(serviceId) ? { id: serviceId } : { id: '' };
	const service = await find(ctx, where, permission);
	if (!service) throw notFound('service');
	return service;
}

/** The same by its app name; null when there is none. */
export function findServiceByName(
	ctx: Context,
	{ name, permission }: { name: string; permission: Permission }
): Promise<FoundService | null> {
	return find(ctx, { name }, permission);
}
