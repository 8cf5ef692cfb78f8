import { Prisma } from '#prisma/client/client.ts';
import { activityWords, wordsOf } from '#lib/rules/activity-words.ts';
import type { ActivityFilter } from '#lib/schemas/activity.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { readCursor } from '../db/keyset.ts';
import { limitTo } from '../db/limit.ts';

export interface EventRow {
	id: string;
	at: Date;
	action: string;
	subject: string;
	detail: unknown;
	address: string | null;
	/** E-mail; null: nobody signed in, or an account that is gone. */
	actor: string | null;
	projectId: string | null;
	serviceId: string | null;
	/** null: it is gone. */
	projectName: string | null;
	serviceName: string | null;
}

export interface WantedEvents extends Partial<ActivityFilter> {
	/** This project's alone. */
	projectId?: string;
	/** Cursor of the page before. */
	before?: string | undefined;
	limit: number;
}

/** All for an admin; for others what they did themselves, and what was done to what is theirs. */
function scopeOf(ctx: Context): Prisma.Sql {
	authorise(ctx, 'projects:see');
	const { role, userId } = ctx.actor;
	if (role === 'admin') return Prisma.sql`true`;
	return Prisma.sql`(e.user_id = ${userId}
		or e.project_id in (select id from project where owner_id = ${userId}))`;
}

/** Is a text a part of another? Compared, never read as a pattern. */
const holds = (whole: Prisma.Sql, part: string) =>
	Prisma.sql`position(${part.toLowerCase()} in lower(${whole})) > 0`;

function conditionsOf(wanted: WantedEvents): Prisma.Sql[] {
	const { projectId, project, actor, kind, before } = wanted;
	const conditions: Prisma.Sql[] = [];
	if (projectId !== undefined) conditions.push(Prisma.sql`e.project_id = ${projectId}`);
	if (project !== undefined) {
		conditions.push(Prisma.sql`e.project_id in
			(select id from project where ${holds(Prisma.sql`name`, project)})`);
	}
	if (actor?.toLowerCase() === 'gantry') conditions.push(Prisma.sql`e.user_id is null`);
	else if (actor !== undefined) {
		conditions.push(Prisma.sql`e.user_id in
			(select id from "user" where ${holds(Prisma.sql`email`, actor)})`);
	}
	if (kind !== undefined) {
		const actions = Object.keys(activityWords).filter((action) => wordsOf(action).kind === kind);
		conditions.push(Prisma.sql`e.action = any(${actions}::text[])`);
	}
	if (before !== undefined) {
		const { at, id } = readCursor(before);
		conditions.push(Prisma.sql`(e.created_at, e.id) < (${at}, ${id})`);
	}
	return conditions;
}

/** Who did what, newest first, within what the actor may see. Errors: invalid_input (422). */
export async function findEvents(ctx: Context, wanted: WantedEvents): Promise<EventRow[]> {
	const where = Prisma.join([scopeOf(ctx), ...conditionsOf(wanted)], ' and ');
	return ctx.db.$queryRaw`
		select e.id, e.created_at as at, e.action, e.subject, e.detail, e.address,
			u.email as actor, e.project_id as "projectId", e.service_id as "serviceId",
			p.name as "projectName", s.name as "serviceName"
		from audit_event e
			left join "user" u on u.id = e.user_id
			left join project p on p.id = e.project_id and p.deleted_at is null
			left join service s on s.id = e.service_id and s.deleted_at is null
		where ${where}
		order by e.created_at desc, e.id desc ${limitTo(wanted.limit)}`;
}
