import type { Context } from '../context.ts';
import type { Transaction } from '../db/client.ts';

/** Hosts are published by a job: the worker alone tells names, checks DNS and warms certificates. */
export async function enqueuePublishing(
	tx: Transaction,
	ctx: Context,
	serviceId: string
): Promise<void> {
	await ctx.queue.add(tx, 'publish-hosts', { serviceId }, { jobKey: `publish-hosts:${serviceId}` });
}
