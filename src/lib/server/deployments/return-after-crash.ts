import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/client.ts';
import { notify } from '../notify.ts';
import { queueDeployment } from './queue-deployment.ts';
import { returnTo } from './return-to.ts';

/** The error code of a deployment that went live and crashed soon after. */
export const crashedAfterLive = 'crashed_after_live';

interface Crash {
	serviceId: string;
	/** The live release that crashed. */
	releaseId: string;
	/** "crashed 12 s after going live with exit code 1" */
	what: string;
	lastLines: string[];
}

interface Returned {
	/** What is said of the deployment that crashed. */
	message: string;
	/** What is said of the one that returns. */
	reason: string;
	/** The one that returns; null: there is nothing to return to. */
	deploymentId: string | null;
}

/**
 * Asks for a return to the release before one that crashed, once: what came of an earlier return stays,
 * whatever it does, and a release that crashed is never returned to. null: it is not live any more,
 * something newer is asked for, or it was dealt with before.
 */
export async function returnAfterCrash(
	ctx: Pick<Context, 'db' | 'actor' | 'queue' | 'vault' | 'clock'>,
	{ serviceId, releaseId, what, lastLines }: Crash
): Promise<Returned | null> {
	return ctx.db.$transaction(async (tx) => {
		await tx.$executeRaw`select 1 from service where id = ${serviceId} for update`;
		const live = await tx.release.findFirst({
			where: { id: releaseId, liveOf: { id: serviceId, deletedAt: null } },
			include: { deployment: true, service: { select: { name: true, projectId: true } } }
		});
		const pending = { serviceId, state: { in: ['queued' as const, 'running' as const] } };
		if (!live || live.deployment.errorCode !== null) return null;
		if ((await tx.deployment.count({ where: pending })) > 0) return null;
		const crashed = live.deployment;
		const before = crashed.trigger === 'recovery' ? null : await releaseBefore(tx, live);
		const queued =
			before && (await queueDeployment(tx, ctx, { ...returnTo(before), trigger: 'recovery' }));
		const capital = what.charAt(0).toUpperCase() + what.slice(1);
		const message =
			before && queued
				? `${capital}: returned to #${before.deployment.number} by #${queued.number}`
				: `${capital}. ${crashed.trigger === 'recovery' ? 'It was itself a return after a crash' : 'There is no earlier release to return to'}, so it stays`;
		await tx.deployment.update({
			where: { id: crashed.id },
			data: {
				errorCode: crashedAfterLive,
				errorMessage: message,
				errorHint: lastLines.join('\n') || 'It printed nothing. See the log of the service.'
			}
		});
		await recordAudit(tx, ctx, {
			action: 'deployment.crashed',
			subject: crashed.id,
			projectId: live.service.projectId,
			serviceId,
			detail: {
				service: live.service.name,
				number: crashed.number,
				what,
				returned: queued !== null
			}
		});
		const { projectId } = live.service;
		const { id: deploymentId, state } = crashed;
		await notify(tx, { kind: 'deployment', projectId, serviceId, deploymentId, state });
		return {
			message,
			reason: `#${crashed.number} ${what}: this returns to #${before?.deployment.number}`,
			deploymentId: queued?.deploymentId ?? null
		};
	});
}

/** The newest earlier release that still has its image and did not crash itself. */
function releaseBefore(
	tx: Transaction,
	{ serviceId, createdAt }: { serviceId: string; createdAt: Date }
) {
	return tx.release.findFirst({
		where: {
			serviceId,
			createdAt: { lt: createdAt },
			prunedAt: null,
			deployment: { OR: [{ errorCode: null }, { errorCode: { not: crashedAfterLive } }] }
		},
		orderBy: { createdAt: 'desc' },
		include: { deployment: true }
	});
}
