import type { ActivityAction } from '#lib/rules/activity-words.ts';
import type { Context } from '../context.ts';
import { eventChannel, type GantryEvent } from '#lib/schemas/events.ts';
import type { Transaction } from '../db/client.ts';
import { newId } from '../db/id.ts';

export interface AuditEntry {
	/** Its words stand in lib/rules/activity-words.ts. */
	action: ActivityAction;
	/** Id or name of what was changed. */
	subject: string;
	/** Where it happened: who may see the project sees it in the activity. */
	projectId?: string;
	serviceId?: string;
	/** Facts for people; never a secret. */
	detail?: Record<string, string | number | boolean | string[] | object | null>;
}

/** Writes who did what, in the same transaction as the change itself, and tells who looks at the activity. */
export async function recordAudit(
	tx: Transaction,
	ctx: Pick<Context, 'actor'>,
	entry: AuditEntry
): Promise<void> {
	const { userId, address } = ctx.actor;
	const { action, subject, projectId = null, serviceId = null, detail = {} } = entry;
	const told: GantryEvent = { kind: 'activity', projectId, userId };
	// Written and told in one go: it is part of every change.
	await tx.$executeRaw`
		with written as (
			insert into audit_event
				(id, user_id, action, subject, project_id, service_id, detail, address, created_at)
			values (${newId()}, ${userId}, ${action}, ${subject}, ${projectId}, ${serviceId},
				${JSON.stringify(detail)}::jsonb, ${address}, clock_timestamp() at time zone 'utc')
			returning id)
		select pg_notify(${eventChannel}, ${JSON.stringify(told)}) from written`;
}
