import { Prisma } from '#prisma/client/client.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
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

type Counts = Dashboard['counts'];
type Row = ListingRow & { project: string; isRecent: boolean };

/** What the actor's services did last, and which need a look. Two queries at any size. */
export async function getDashboard(ctx: Context): Promise<Dashboard> {
	const { ownerId = null } = authorise(ctx, 'projects:see');
	const isMine = Prisma.sql`p.deleted_at is null and (${ownerId}::text is null or p.owner_id = ${ownerId})`;
	const [rows, names] = await Promise.all([
		ctx.db.$queryRaw<(Counts & (Row | { serviceId: null }))[]>`
			with latest as (
				select s.id, d.state, d.created_at from service s
				join project p on p.id = s.project_id ${joinLatest}
				where s.deleted_at is null and ${isMine}
			), recent as (
				select id from latest order by created_at desc nulls last, id limit ${most}
			), failed as (
				select id from latest where state = 'failed' order by created_at desc, id limit ${most}
			), counts as (
				select count(distinct p.id)::int as projects, count(s.id)::int as services,
					(count(*) filter (where s.state = 'live'))::int as live
				from project p left join service s on s.project_id = p.id and s.deleted_at is null
				where ${isMine}
			), listed as (
				select p.name as project, s.id in (select id from recent) as "isRecent", ${listingColumns}
				from service s join project p on p.id = s.project_id ${joinLatest}
				where s.id in (select id from recent union select id from failed)
			)
			select * from counts left join listed on true
			order by "deployedAt" desc nulls last, "serviceId"`,
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
