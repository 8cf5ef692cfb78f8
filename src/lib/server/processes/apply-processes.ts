import type { Context } from '../context.ts';
import type { Transaction } from '../db/client.ts';
import { notify } from '../notify.ts';
import { scheduleRun } from './schedule-run.ts';

/** Processes changed: containers of workers follow at once, a cron process waits for its next time. */
export async function applyProcesses(
	tx: Transaction,
	ctx: Pick<Context, 'queue'>,
	{ serviceId, projectId, processId }: { serviceId: string; projectId: string; processId: string }
): Promise<void> {
	const options = { queueName: `service:${serviceId}`, jobKey: `repair-service:${serviceId}` };
	await ctx.queue.add(tx, 'repair-service', { serviceId }, options);
	await scheduleRun(tx, ctx.queue, { processId });
	await notify(tx, { kind: 'service', projectId, serviceId });
}
