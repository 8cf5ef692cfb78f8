import { sharedName } from '#lib/rules/variable-references.ts';
import type { Context } from '../context.ts';
import { findProject } from '../projects/find-project.ts';
import { findService } from '../services/find-service.ts';
import type { Holder } from './holder.ts';
import { readOwn } from './own-variables.ts';
import { shownVariable, type VariableView } from './shown-state.ts';

/** All that an editor of a list of variables needs. */
export interface VariableEditor {
	/** Sent back with the list: should somebody save meanwhile, the editor is told. */
	version: number;
	/** Its own, in the order in which they were written. */
	variables: VariableView[];
	/** What the project shares with this service; of a project's own list: nothing. */
	inherited: VariableView[];
	/** What can be referred to: `shared.KEY`, `api.KEY`. */
	referable: string[];
}

const mostReferable = 1000;

async function referableOf(ctx: Context, projectId: string): Promise<string[]> {
	const rows = await ctx.db.variable.findMany({
		where: { OR: [{ projectId }, { service: { projectId, deletedAt: null } }] },
		select: { key: true, service: { select: { name: true } } },
		orderBy: [{ service: { name: 'asc' } }, { key: 'asc' }],
		take: mostReferable
	});
	return rows.map(({ key, service }) => `${service?.name ?? sharedName}.${key}`);
}

/** A list of variables to be edited. Errors: not_found, secret_unreadable. */
export async function editVariables(
	ctx: Context,
	{ holder }: { holder: Holder }
): Promise<VariableEditor> {
	if ('projectId' in holder) {
		const { id, variablesVersion: version } = await findProject(ctx, {
			...holder,
			permission: 'projects:see'
		});
		const [own, referable] = await Promise.all([
			readOwn(ctx, { projectId: id }),
			referableOf(ctx, id)
		]);
		return { version, variables: own.map(shownVariable), inherited: [], referable };
	}
	const {
		id,
		projectId,
		variablesVersion: version
	} = await findService(ctx, {
		...holder,
		permission: 'projects:see'
	});
	const [own, shared, referable] = await Promise.all([
		readOwn(ctx, { serviceId: id }),
		readOwn(ctx, { projectId }),
		referableOf(ctx, projectId)
	]);
	const inherited = shared.map(shownVariable);
	return { version, variables: own.map(shownVariable), inherited, referable };
}
