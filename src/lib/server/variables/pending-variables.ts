import type { Transaction } from '../db/client.ts';
import { notify } from '../notify.ts';
import type { Vault } from '../secrets/vault.ts';
import { frozenOf, openVariables } from './freeze-variables.ts';
import { changedKeys } from './pending-changes.ts';
import type { ProjectVariables } from './project-variables.ts';

/**
 * Writes down for each live service of a project which keys its release has otherwise: lists show it without
 * opening a single secret. Going live writes it anew (deployments/go-live.ts).
 */
export async function notePending(
	{ tx, vault }: { tx: Transaction; vault: Vault },
	{ projectId, project }: { projectId: string; project: ProjectVariables }
): Promise<void> {
	const services = await tx.service.findMany({
		where: { projectId, deletedAt: null, liveReleaseId: { not: null } },
		select: {
			...{ id: true, name: true, pendingVariables: true },
			liveRelease: { select: { variablesCipher: true } }
		},
		orderBy: { id: 'asc' }
	});
	for (const { id: serviceId, name, pendingVariables: noted, liveRelease } of services) {
		if (!liveRelease) continue;
		const pendingVariables = changedKeys(
			openVariables(vault, liveRelease.variablesCipher),
			frozenOf(project, name)
		);
		if (pendingVariables.join() === noted.join()) continue;
		await tx.service.update({ where: { id: serviceId }, data: { pendingVariables } });
		await notify(tx, { kind: 'service', projectId, serviceId });
	}
}
