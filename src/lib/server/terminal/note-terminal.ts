import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';

interface NotedService {
	id: string;
	name: string;
	projectId: string;
}

/** Writes down that a terminal opens. What is typed into it is nobody's to keep. Errors: those of checkTerminal. */
export async function noteTerminalOpened(
	ctx: Context,
	opened: { service: NotedService; container: string }
): Promise<void> {
	const { service, container } = opened;
	await ctx.db.$transaction((tx) =>
		recordAudit(tx, ctx, {
			action: 'terminal.opened',
			subject: service.id,
			projectId: service.projectId,
			serviceId: service.id,
			detail: { service: service.name, container }
		})
	);
}

/** Writes down that it closed, after how long and why. */
export async function noteTerminalClosed(
	ctx: Context,
	closed: {
		service: NotedService;
		container: string;
		seconds: number;
		why: string;
	}
): Promise<void> {
	const { service, container, seconds, why } = closed;
	await ctx.db.$transaction((tx) =>
		recordAudit(tx, ctx, {
			action: 'terminal.closed',
			subject: service.id,
			projectId: service.projectId,
			serviceId: service.id,
			detail: { service: service.name, container, seconds, why }
		})
	);
}
