import { recordAudit, type AuditEntry } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/client.ts';
import { notify } from '../notify.ts';
import { enqueuePublishing } from './enqueue-publishing.ts';

interface Change extends Pick<AuditEntry, 'action' | 'subject' | 'detail'> {
	service: { id: string; name: string; projectId: string };
}

/**
 * Completes a change of how a service is reached, in its transaction: the change leaves its trace, a job brings
 * it to the edge, and whoever looks at the service sees it.
 */
export async function publishChange(
	tx: Transaction,
	ctx: Context,
	{ action, subject, service, detail }: Change
): Promise<void> {
	const { id: serviceId, projectId, name } = service;
	const told = { ...detail, service: name };
	await recordAudit(tx, ctx, { action, subject, projectId, serviceId, detail: told });
	await enqueuePublishing(tx, ctx, serviceId);
	await notify(tx, { kind: 'service', projectId, serviceId });
}
