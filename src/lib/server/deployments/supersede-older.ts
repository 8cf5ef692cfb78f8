import type { Transaction } from '../db/client.ts';

/**
 * Ends deployments that still waited when #`number` was requested. The caller holds the service's row, and
 * tells of it. One that begins or ends at this very moment is left to whoever holds its row, and may want
 * the service's next: nobody waits here.
 */
export async function supersedeOlder(
	tx: Transaction,
	{ waiting, number }: { waiting: string[]; number: number }
): Promise<void> {
	if (waiting.length === 0) return;
	await tx.$executeRaw`
		update deployment set state = 'superseded', completed_at = clock_timestamp() at time zone 'utc',
			error_code = 'superseded',
			error_message = ${`Deployment #${number} was requested before this one began.`}
		where id in (
			select id from deployment where id = any(${waiting}) and state = 'queued'
			for update skip locked)`;
}
