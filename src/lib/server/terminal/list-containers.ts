import type { Context } from '../context.ts';
import type { RunningContainer } from '../live/port.ts';
import { checkTerminal } from './check-terminal.ts';

/** The running containers of a service that a terminal can open. Errors: those of checkTerminal, worker_unreachable. */
export async function listContainers(
	ctx: Context,
	{ serviceId, signal }: { serviceId: string; signal: AbortSignal }
): Promise<RunningContainer[]> {
	const { id } = await checkTerminal(ctx, { serviceId });
	return ctx.live.containers({ serviceId: id }, { signal });
}
