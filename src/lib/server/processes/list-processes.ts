import { nextRuns } from '#lib/rules/cron.ts';
import type { ProcessKind } from '#prisma/client/enums.ts';
import type { Context } from '../context.ts';
import { findService } from '../services/find-service.ts';

export interface ProcessView {
	id: string;
	name: string;
	kind: ProcessKind;
	command: string;
	/** Containers of a worker that shall run. */
	replicas: number;
	schedule: string | null;
	timeZone: string;
	/** The next three times of a cron process; none while its service does not run. */
	next: Date[];
	/** Why a worker that ends again and again does so; null: it does not. */
	crash: string | null;
	/** The last run of a cron process; null: never. */
	last: { at: Date; exitCode: number | null } | null;
}

/** The processes of a service besides the one that answers requests: workers, then cron, by name. Errors: not_found. */
export async function listProcesses(
	ctx: Context,
	{ serviceId }: { serviceId: string }
): Promise<ProcessView[]> {
	const { state } = await findService(ctx, { serviceId, permission: 'projects:see' });
	const rows = await ctx.db.process.findMany({
		where: { serviceId },
		orderBy: [{ kind: 'asc' }, { name: 'asc' }]
	});
	const isRunning = state === 'live' || state === 'crashing';
	return rows.map((row) => ({
		id: row.id,
		name: row.name,
		kind: row.kind,
		command: row.command,
		replicas: row.replicas,
		schedule: row.schedule,
		timeZone: row.timeZone,
		next:
			row.schedule && isRunning
				? nextRuns({ schedule: row.schedule, timeZone: row.timeZone }, ctx.clock(), 3)
				: [],
		crash: isRunning ? row.crashReason : null,
		last: row.lastRunAt && { at: row.lastRunAt, exitCode: row.lastExit }
	}));
}
