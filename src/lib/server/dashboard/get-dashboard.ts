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

/** With the name of its project. */
export type DashboardService = ServiceListing & { project: string };

export interface Dashboard {
	counts: { projects: number; services: number; live: number };
	/** Those that were deployed last. */
	services: DashboardService[];
	/** Those whose latest deployment failed, the newest first. */
	failed: DashboardService[];
}

/** Of either list. */
const most = 9;
const atMost = limitTo(most);

type Counts = Dashboard['counts'];
type Row = ListingRow & { project: string; isRecent: boolean };

/** What the actor's services did last, and which need a look. Two queries at any size. */
export async function getDashboard(ctx: Context): Promise<Dashboard> {
	const statement = dashboardStatement(authorise(ctx, 'projects:see'));
	const [rows, names] = await Promise.all([
		ctx.db.$queryRaw<(Counts & (Row | { serviceId: null }))[]>(statement),
		knownNames(ctx.db, ctx.env)
	]);
	const [{ projects, services, live } = { projects: 0, services: 0, live: 0 }] = rows;
	const listed = rows.filter((row) => row.serviceId !== null);
	const shown = ({ project, ...row }: Row) => ({ ...toListing(row, names), project });
	return {
		counts: { projects, services, live },
		services: listed.filter(({ isRecent }) => isRecent).map(shown),
		failed: listed
			.filter(({ deploymentState }) => deploymentState === 'failed')
			.slice(0, most)
			.map(shown)
	};
}

/** Rows of services, the latest first, each with all counts; without any service one row of counts. */
export function dashboardStatement(scope: Prisma.ProjectWhereInput): Prisma.Sql {
	const mine = servicesIn(scope);
	return Prisma.sql`
		with recent as (
			select s.id from ${mine} order by s.last_deployed_at desc, s.id ${atMost}
		), failed as (
			select s.id from ${mine} and s.last_failed
			order by s.last_deployed_at desc, s.id ${atMost}
		), projects as (
			select count(*)::int as projects from project p where ${inScope(scope)}
		), services as (
			select count(*)::int as services, (count(*) filter (where s.state = 'live'))::int as live
			from ${mine}
		), listed as (
			select p.name as project, s.last_deployed_at, s.id in (select id from recent) as "isRecent",
				${listingColumns}
			from (select id from recent union select id from failed) chosen
			join service s on s.id = chosen.id join project p on p.id = s.project_id ${joinLatest}
		)
		select * from projects cross join services left join listed on true
		order by last_deployed_at desc, "serviceId"`;
}

/** A project takes its services along when it goes: everybody's are found without a look at theirs. */
function servicesIn(scope: Prisma.ProjectWhereInput): Prisma.Sql {
	if (scope.ownerId === undefined) return Prisma.sql`service s where s.deleted_at is null`;
	return Prisma.sql`service s join project p on p.id = s.project_id
		where s.deleted_at is null and ${inScope(scope)}`;
}
