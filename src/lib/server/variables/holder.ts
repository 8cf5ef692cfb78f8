import { sharedName } from '#lib/rules/variable-references.ts';
import type { Transaction } from '../db/client.ts';
import { notFound } from '../errors.ts';

/** Whose list of variables it is: a service's own, or what a project shares with all of its services. */
export type Holder = { serviceId: string } | { projectId: string };

export interface LockedHolder {
	holder: Holder;
	projectId: string;
	/** Under which references find the list. */
	name: string;
	/** Revisions of the list so far. */
	version: number;
}

/**
 * Holds a list until the transaction ends: another editor waits here and then sees what was saved. The
 * project comes first, always, so that two changes in one project can not wait for each other.
 */
export async function lockHolder(tx: Transaction, holder: Holder): Promise<LockedHolder> {
	if ('projectId' in holder) {
		const { projectId } = holder;
		const [row] = await tx.$queryRaw<{ version: number }[]>`
			select variables_version as version from project
			where id = ${projectId} and deleted_at is null for no key update`;
		if (!row) throw notFound('project');
		return { holder, projectId, name: sharedName, version: row.version };
	}
	const { serviceId } = holder;
	await tx.$executeRaw`
		select 1 from project where id = (select project_id from service where id = ${serviceId})
		for no key update`;
	const [row] = await tx.$queryRaw<Omit<LockedHolder, 'holder'>[]>`
		select variables_version as version, project_id as "projectId", name from service
		where id = ${serviceId} and deleted_at is null for no key update`;
	if (!row) throw notFound('service');
	return { holder, ...row };
}

/** The next version, written down. */
export async function countRevision(
	tx: Transaction,
	{ holder, version }: LockedHolder
): Promise<number> {
	const data = { variablesVersion: version + 1 };
	if ('projectId' in holder) {
		await tx.project.update({ where: { id: holder.projectId }, data });
	} else {
		await tx.service.update({ where: { id: holder.serviceId }, data });
	}
	return version + 1;
}
