import { Prisma } from '#prisma/client/client.ts';
import type { ListDeploymentsInput } from '#lib/schemas/deployments.ts';
import { authorise } from '../auth/authorise.ts';
import { inScope } from '../auth/in-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, readCursor } from '../db/keyset.ts';
import { limitTo } from '../db/limit.ts';
import { plannedForValues } from '../db/planned-for-values.ts';
import { toSummary, type DeploymentSummary, type SummaryRow } from './views.ts';

export interface DeploymentPage {
	deployments: DeploymentSummary[];
	/** For the input `before` of the next page; null on the last. */
	next: string | null;
}

interface Row extends Omit<SummaryRow, 'actor' | 'release' | 'service'> {
	email: string | null;
	releaseId: string | null;
	prunedAt: Date | null;
	serviceId: string;
	serviceName: string;
	liveReleaseId: string | null;
	serviceState: SummaryRow['service']['state'];
	projectId: string;
	projectName: string;
}

/** History, newest first, of one service, one project, or all that the actor may see: one query. */
export async function listDeployments(
	ctx: Context,
	input: Partial<ListDeploymentsInput>
): Promise<DeploymentPage> {
	const scope = inScope(authorise(ctx, 'projects:see'));
	const { limit = 20 } = input;
	const query = Prisma.sql`
		select d.id, d.number, d.state, d.trigger, d.branch, d.commit_sha as "commitSha",
			d.commit_message as "commitMessage", d.commit_author as "commitAuthor",
			d.created_at as "createdAt", d.started_at as "startedAt", d.completed_at as "completedAt",
			d.error_code as "errorCode", d.error_step as "errorStep",
			d.error_message as "errorMessage", d.error_hint as "errorHint",
			actor.email, r.id as "releaseId", r.pruned_at as "prunedAt",
			s.id as "serviceId", s.name as "serviceName", s.live_release_id as "liveReleaseId",
			s.state as "serviceState",
			p.id as "projectId", p.name as "projectName"
		from deployment d
		join service s on s.id = d.service_id
		join project p on p.id = s.project_id
		left join "user" actor on actor.id = d.actor_id
		left join release r on r.deployment_id = d.id
		where s.deleted_at is null and ${scope}
			and ${Prisma.join(wanted(input), ' and ')}
		order by d.created_at desc, d.id desc
		${limitTo(limit + 1)}`;
	const rows = isFiltered(input)
		? await plannedForValues<Row>(ctx.db, query)
		: await ctx.db.$queryRaw<Row[]>(query);
	const { page, next } = cutPage(rows, {
		limit,
		place: ({ createdAt: at, id }) => ({ at, id })
	});
	return { deployments: page.map((row) => toSummary(nested(row))), next };
}

const isFiltered = ({ state, branch, author }: Partial<ListDeploymentsInput>) =>
	[state, branch, author].some((value) => value !== undefined);

function wanted(input: Partial<ListDeploymentsInput>): Prisma.Sql[] {
	const { serviceId, projectId, before, state, branch, author } = input;
	const wishes = [Prisma.sql`true`];
	if (serviceId !== undefined) wishes.push(Prisma.sql`d.service_id = ${serviceId}`);
	if (projectId !== undefined) wishes.push(Prisma.sql`p.id = ${projectId}`);
	if (state !== undefined) wishes.push(Prisma.sql`d.state = ${state}::"DeploymentState"`);
	if (branch !== undefined) wishes.push(Prisma.sql`d.branch = ${branch}`);
	if (author !== undefined) wishes.push(Prisma.sql`d.commit_author = ${author}`);
	if (before !== undefined) wishes.push(olderThan(before));
	return wishes;
}

/** Compared as a row, an index leads to the place: page 1,000 costs what page 1 does. */
function olderThan(before: string): Prisma.Sql {
	const { at, id } = readCursor(before);
	return Prisma.sql`(d.created_at, d.id) < (${at.toISOString().slice(0, -1)}::timestamp, ${id})`;
}

function nested({ email, releaseId, prunedAt, ...row }: Row): SummaryRow {
	return {
		...row,
		actor: email === null ? null : { email },
		release: releaseId === null ? null : { id: releaseId, prunedAt },
		service: {
			id: row.serviceId,
			name: row.serviceName,
			projectId: row.projectId,
			liveReleaseId: row.liveReleaseId,
			state: row.serviceState,
			project: { name: row.projectName }
		}
	};
}
