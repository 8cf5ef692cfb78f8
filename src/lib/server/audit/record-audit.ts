import type { ActivityAction } from '#lib/rules/activity-words.ts';
import type { Context } from '../context.ts';
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
	detail?: Record<string, string | number | boolean | string[] | null>;
}

/** Writes who did what, in the same transaction as the change itself. */
export async function recordAudit(
	tx: Transaction,
	ctx: Pick<Context, 'actor'>,
	entry: AuditEntry
): Promise<void> {
	// Not create(), which reads the row again.
	await tx.auditEvent.createMany({
		data: {
			id: newId(),
			userId: ctx.actor.userId,
			action: entry.action,
			subject: entry.subject,
			projectId: entry.projectId ?? null,
			serviceId: entry.serviceId ?? null,
			detail: entry.detail ?? {},
			address: ctx.actor.address
		}
	});
}
