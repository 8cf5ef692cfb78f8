import { availableParallelism } from 'node:os';
import type { UpdateServiceInput } from '#lib/schemas/services.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/client.ts';
import { AppError } from '../errors.ts';
import { notify } from '../notify.ts';
import { pendingChanges, type PendingChanges } from '../variables/pending-changes.ts';
import { findService, findShownService } from './find-service.ts';
import { checkGitUrl, resolveCommit } from './git-source.ts';
import { compareSettings, freezeSettings, settingsColumns, type SettingName } from './settings.ts';

/**
 * Changes settings; they hold from the next deployment on. Answers what was changed and what now waits
 * to be applied. Errors: not_found, invalid_git_url, repository_not_found, branch_not_found,
 * one_replica (409).
 */
export async function updateService(
	ctx: Context,
	{ serviceId, gitUrl, ...settings }: UpdateServiceInput
): Promise<{ changed: SettingName[]; pending: PendingChanges | null }> {
	const service = await findService(ctx, { serviceId, permission: 'projects:change' });
	refuseTooManyCores(settings.cpus);
	const source = {
		gitUrl: gitUrl === undefined ? service.gitUrl : checkGitUrl(ctx, gitUrl),
		branch: settings.branch ?? service.branch
	};
	const isMoved = source.gitUrl !== service.gitUrl;
	if (isMoved || source.branch !== service.branch) await resolveCommit(ctx, source);
	const changed = await ctx.db.$transaction(async (tx) => {
		if ((settings.replicas ?? 1) > 1) await refuseVolumes(tx, serviceId);
		const updated = await tx.service.update({
			where: { id: serviceId },
			data: {
				...settingsColumns(settings),
				gitUrl: source.gitUrl,
				// Another repository: its id is learned anew from its first signed delivery.
				...(isMoved && { githubRepositoryId: null })
			}
		});
		const { changed } = compareSettings(freezeSettings(service), freezeSettings(updated));
		await recordAudit(tx, ctx, {
			action: 'service.changed',
			subject: serviceId,
			projectId: service.projectId,
			serviceId,
			detail: { service: service.name, changed }
		});
		await notify(tx, { kind: 'service', projectId: service.projectId, serviceId });
		return changed;
	});
	const now = await findShownService(ctx, { serviceId, permission: 'projects:see' });
	return { changed, pending: await pendingChanges(ctx, now) };
}

/** Two containers that write to one volume would spoil each other's data. */
async function refuseVolumes(tx: Transaction, serviceId: string): Promise<void> {
	await tx.$executeRaw`select 1 from service where id = ${serviceId} for update`;
	if ((await tx.volume.count({ where: { serviceId, deletedAt: null } })) === 0) return;
	throw new AppError('one_replica', 409, 'Apps with a local volume run one replica.', {
		field: 'replicas',
		hint: 'Delete its volumes first, or keep its data elsewhere, for instance in a database.'
	});
}

/** More than the machine has is no limit at all, and most likely a slip of the pen. */
function refuseTooManyCores(cpus: number | undefined): void {
	const cores = availableParallelism();
	if (cpus === undefined || cpus <= cores) return;
	const message = `0.05 to ${cores} cores, which is what this machine has, or 0 for a fair share.`;
	throw new AppError('too_many_cores', 422, message, { field: 'cpus' });
}
