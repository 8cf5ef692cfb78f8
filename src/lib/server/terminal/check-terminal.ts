import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { findService } from '../services/find-service.ts';

/**
 * May the actor look inside what runs of this service? Asked before a terminal opens and again while
 * it is open. Errors: not_found, signed_out, terminal_off (403).
 */
export async function checkTerminal(
	ctx: Context,
	{ serviceId }: { serviceId: string }
): Promise<{ id: string; name: string; projectId: string }> {
	const { id, name, projectId } = await findService(ctx, {
		serviceId,
		permission: 'terminal:open'
	});
	if (ctx.env.GANTRY_TERMINAL === 'off') {
		throw new AppError('terminal_off', 403, 'Terminals are turned off in this installation.', {
			hint: 'Whoever runs the server turns them on with GANTRY_TERMINAL=on.'
		});
	}
	return { id, name, projectId };
}
