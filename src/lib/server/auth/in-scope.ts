import { Prisma } from '#prisma/client/client.ts';

/**
 * The scope of `authorise` as a condition on the project `p` of a statement of our own. Everybody's and
 * one owner's are two texts: each has the plan, and the index, that serves it best.
 */
export function inScope({ ownerId }: Prisma.ProjectWhereInput): Prisma.Sql {
	if (ownerId === undefined) return Prisma.sql`p.deleted_at is null`;
	return Prisma.sql`p.deleted_at is null and p.owner_id = ${ownerId}`;
}
