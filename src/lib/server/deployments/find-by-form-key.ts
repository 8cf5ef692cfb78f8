import type { Context } from '../context.ts';
import type { Queued } from './queue-deployment.ts';

/** The deployment that the same form asked for a moment ago: a button pressed twice. */
export async function findByFormKey(
	{ db }: Context,
	{ serviceId, formKey }: { serviceId: string; formKey: string }
): Promise<Queued | null> {
	const row = await db.deployment.findFirst({
		where: { formKey, serviceId },
		select: { id: true, number: true }
	});
	return row && { deploymentId: row.id, number: row.number };
}
