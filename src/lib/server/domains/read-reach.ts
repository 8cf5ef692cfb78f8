import type { Prisma } from '#prisma/client/client.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { isId } from '../db/is-id.ts';
import { notFound } from '../errors.ts';
import { once } from '../once.ts';

const select = {
	name: true,
	domains: {
		include: {
			ownCertificate: { select: { until: true, issuer: true } },
			paths: {
				where: { service: { deletedAt: null } },
				include: { service: { select: { name: true } } },
				orderBy: { path: 'asc' }
			}
		},
		orderBy: { createdAt: 'asc' }
	},
	guests: { select: { name: true, createdAt: true }, orderBy: { name: 'asc' } },
	project: {
		select: {
			services: {
				where: { deletedAt: null },
				select: { id: true, name: true },
				orderBy: { name: 'asc' }
			}
		}
	}
} satisfies Prisma.ServiceSelect;

/** A service's name and domains, the guests it lets in, and all services of its project. */
export type Reach = Prisma.ServiceGetPayload<{ select: typeof select }>;

/**
 * How visitors reach a service, in one query: what the parts of its domains' page need is read once.
 * Errors: not_found.
 */
export async function readReach(
	ctx: Context,
	{ serviceId }: { serviceId: string }
): Promise<Reach> {
	const project = authorise(ctx, 'projects:see');
	if (!isId(serviceId)) throw notFound('service');
	const where = { id: serviceId, deletedAt: null, project };
	const reach = await once(ctx, `reach of ${serviceId}`, () =>
		ctx.db.service.findFirst({ where, select })
	);
	if (!reach) throw notFound('service');
	return reach;
}
