import type { Context } from '../context.ts';
import type { Events } from '../events.ts';
import { deleteProject } from '../projects/delete-project.ts';
import { deleteService } from '../services/delete-service.ts';
import { findApp } from './find-app.ts';

/** Resolves once the worker has removed the service's row, or when the signal aborts. */
async function untilGone(
	{ db, events }: { db: Context['db']; events: Events },
	{ serviceId, signal }: { serviceId: string; signal: AbortSignal }
): Promise<void> {
	for (;;) {
		let news = () => {};
		const heard = new Promise<void>((resolve) => (news = resolve));
		const unsubscribe = events.subscribe(({ kind }) => {
			if (kind === 'service' || kind === 'project' || kind === 'resync') news();
		});
		signal.addEventListener('abort', news);
		try {
			const row = await db.service.findUnique({ where: { id: serviceId }, select: { id: true } });
			if (!row || signal.aborted) return;
			await heard;
		} finally {
			unsubscribe();
			signal.removeEventListener('abort', news);
		}
	}
}

/**
 * Deletes an app, and its project when nothing else is in it; waits until it is gone, so that the name
 * can be used again, but no longer than `signal` allows. `volumes`: those whose data go too.
 * Errors: app_not_found, volumes_not_confirmed (409).
 */
export async function removeApp(
	ctx: Context & { events: Events },
	{ name, volumes = [], signal }: { name: string; volumes?: string[]; signal: AbortSignal }
): Promise<void> {
	const { id: serviceId, project } = await findApp(ctx, { name, permission: 'projects:change' });
	const others = await ctx.db.service.count({
		where: { projectId: project.id, deletedAt: null, id: { not: serviceId } }
	});
	if (others > 0) await deleteService(ctx, { serviceId, confirm: name, volumes });
	else {
		const named = volumes.map((volume) => `${name}/${volume}`);
		await deleteProject(ctx, { projectId: project.id, confirm: project.name, volumes: named });
	}
	await untilGone(ctx, { serviceId, signal });
}
