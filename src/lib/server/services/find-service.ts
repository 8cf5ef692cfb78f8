import type { Prisma } from '#prisma/client/client.ts';
import { authorise, type Permission } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { isId } from '../db/is-id.ts';
import { summaryInclude } from '../deployments/views.ts';
import { notFound } from '../errors.ts';
import { once, remembers } from '../once.ts';

const include = {
	project: { select: { id: true, name: true } },
	liveRelease: true
} satisfies Prisma.ServiceInclude;

/** A service with its project's name and its live release. */
export type FoundService = Prisma.ServiceGetPayload<{ include: typeof include }>;

const { actor, release } = summaryInclude;
const shownInclude = {
	project: include.project,
	liveRelease: { include: { deployment: { select: { startedAt: true } } } },
	volumes: { orderBy: { path: 'asc' } },
	processes: {
		where: { crashReason: { not: null } },
		orderBy: { name: 'asc' },
		select: { name: true, crashReason: true }
	},
	deployments: { include: { actor, release }, orderBy: { number: 'desc' }, take: 1 }
} satisfies Prisma.ServiceInclude;

/** With all that its pages have in common: volumes, workers that crash, the latest deployment. */
export type ShownService = Prisma.ServiceGetPayload<{ include: typeof shownInclude }>;

interface Wanted {
	serviceId: string;
	permission: Permission;
}

/** A service within what the actor may see. Errors: not_found, the same for missing and foreign. */
export async function findService(ctx: Context, wanted: Wanted): Promise<FoundService> {
	// A page reads it with all that belongs to it, once.
	if (remembers(ctx)) return findShownService(ctx, wanted);
	const where = within(ctx, wanted);
	const service = where && (await ctx.db.service.findFirst({ where, include }));
	if (!service) throw notFound('service');
	return service;
}

/** The same with what its pages show. Errors: not_found. */
export async function findShownService(ctx: Context, wanted: Wanted): Promise<ShownService> {
	const where = within(ctx, wanted);
	const service =
		where &&
		(await once(ctx, `service ${wanted.serviceId}`, () =>
			ctx.db.service.findFirst({ where, include: shownInclude })
		));
	if (!service) throw notFound('service');
	return service;
}

/** null: it is no id, so that there is nothing to ask. */
function within(ctx: Context, { serviceId, permission }: Wanted): Prisma.ServiceWhereInput | null {
	const project = authorise(ctx, permission);
	return isId(serviceId) ? { id: serviceId, deletedAt: null, project } : null;
}

/** A service by its app name; null when there is none. */
export async function findServiceByName(
	ctx: Context,
	{ name, permission }: { name: string; permission: Permission }
): Promise<FoundService | null> {
	const project = authorise(ctx, permission);
	return ctx.db.service.findFirst({ where: { name, deletedAt: null, project }, include });
}
