import { Prisma } from '#prisma/client/client.ts';
import { authorise } from '../auth/authorise.ts';
import { inScope } from '../auth/in-scope.ts';
import type { Context } from '../context.ts';
import { limitTo } from '../db/limit.ts';
import {
	joinLatest,
	listingColumns,
	toListing,
	type ListingRow,
	type ServiceListing
} from '../services/service-listing.ts';
import { knownNames } from '../settings/known-names.ts';
import { readCursor, writeCursor } from './project-cursor.ts';

export interface ProjectListing {
	id: string;
	name: string;
	/** By name, at most `shownServices`. */
	services: ServiceListing[];
	serviceCount: number;
}

export interface ProjectPage {
	/** By name. */
	projects: ProjectListing[];
	/** For the input `after` of the next page; null on the last. */
	next: string | null;
	/** All that the actor may see, and those of them that match. */
	counts: { all: number; found: number };
}

/** Of each project; the project's own page has all of them. */
const shownServices = 5;

interface ProjectRow {
	id: string;
	name: string;
	nameKey: string;
	serviceCount: number;
}

/**
 * One page of the projects that the actor may see, whose name, or the names of their services, hold
 * all the words. Three queries at any size. Errors: invalid_input (422) of a cursor that is none.
 */
export async function listProjects(
	ctx: Context,
	{ words = '', after, limit = 25 }: { words?: string; after?: string; limit?: number }
): Promise<ProjectPage> {
	const scope = inScope(authorise(ctx, 'projects:see'));
	const matches = holdsAll(words.toLowerCase().split(/\s+/).filter(Boolean));
	const [rows, [counts], names] = await Promise.all([
		ctx.db.$queryRaw<(ProjectRow & (ListingRow | { serviceId: null }))[]>(
			projectsStatement(Prisma.sql`${scope} and ${matches} and ${isAfter(after)}`, limit + 1)
		),
		ctx.db.$queryRaw<ProjectPage['counts'][]>`
			select count(*)::int as "all", (count(*) filter (where ${matches}))::int as found
			from project p where ${scope}`,
		knownNames(ctx.db, ctx.env)
	]);
	const found = new Map<string, ProjectListing & { nameKey: string }>();
	for (const row of rows) {
		const { id, name, nameKey, serviceCount } = row;
		const project = found.get(id) ?? { id, name, nameKey, serviceCount, services: [] };
		found.set(id, project);
		if (row.serviceId !== null) project.services.push(toListing(row, names));
	}
	const page = [...found.values()].slice(0, limit);
	const last = page.at(-1);
	return {
		projects: page.map(({ nameKey: _, ...project }) => project),
		next: found.size > limit && last ? writeCursor(last) : null,
		counts: counts ?? { all: 0, found: 0 }
	};
}

/** Rows of so many of the projects `p` that are wanted, by name, each with one of its services. */
export const projectsStatement = (wanted: Prisma.Sql, limit: number): Prisma.Sql => Prisma.sql`
	with page as (
		select p.id, p.name, p.name_key from project p
		where ${wanted} order by p.name_key, p.id ${limitTo(limit)}
	)
	select p.id, p.name, p.name_key as "nameKey", ${listingColumns},
		coalesce(s.of, 0)::int as "serviceCount"
	from page p
	left join lateral (
		select *, count(*) over () as of from service where project_id = p.id and deleted_at is null
		order by name ${limitTo(shownServices)}
	) s on true
	${joinLatest}
	order by p.name_key, p.id, s.name`;

/** Words are compared, never read as patterns. */
function holdsAll(words: string[]): Prisma.Sql {
	if (words.length === 0) return Prisma.sql`true`;
	return Prisma.sql`not exists (
		select from unnest(${words}::text[]) word
		where position(word in lower(p.name)) = 0 and not exists (
			select from service
			where project_id = p.id and deleted_at is null and position(word in name) > 0
		)
	)`;
}

function isAfter(cursor: string | undefined): Prisma.Sql {
	if (cursor === undefined) return Prisma.sql`true`;
	const { nameKey, id } = readCursor(cursor);
	return Prisma.sql`(p.name_key, p.id) > (${nameKey}, ${id})`;
}
