import type { Context } from '../context.ts';
import { listProcesses, type ProcessView } from '../processes/list-processes.ts';
import { findApp } from './find-app.ts';

type AppProcessBase = Pick<ProcessView, 'name' | 'command'>;

export type AppProcess =
	| (AppProcessBase & { kind: 'worker' } & Pick<ProcessView, 'replicas' | 'crash'>)
	| (AppProcessBase & {
			kind: 'cron';
			schedule: string | null;
			time_zone: string;
			/** The next three times; none while the app does not run. */
			next: Date[];
			/** Its last run; `exit_code` null: it is still under way. */
			last: { at: Date; exit_code: number | null } | null;
	  });

/** The processes of an app besides the one that answers requests: workers, then cron, by name. Errors: app_not_found. */
export async function listAppProcesses(
	ctx: Context,
	{ name }: { name: string }
): Promise<AppProcess[]> {
	const { id: serviceId } = await findApp(ctx, { name, permission: 'projects:see' });
	return (await listProcesses(ctx, { serviceId })).map(inApiFields);
}

function inApiFields(process: ProcessView): AppProcess {
	const { name, kind, command, replicas, crash, schedule, timeZone, next } = process;
	const last = process.last && { at: process.last.at, exit_code: process.last.exitCode };
	return kind === 'worker'
		? { name, kind, command, replicas, crash }
		: { name, kind, command, schedule, time_zone: timeZone, next, last };
}
