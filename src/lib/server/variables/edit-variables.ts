import type { Context } from '../context.ts';
import { findProject } from '../projects/find-project.ts';
import { findService } from '../services/find-service.ts';
import type { Holder } from './holder.ts';
import { readEditorRows } from './read-editor-rows.ts';
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
		const { shared, referable } = await readEditorRows(ctx, { projectId: id, serviceId: null });
		return { version, variables: shared.map(shownVariable), inherited: [], referable };
	}
	const {
		id,
		projectId,
		variablesVersion: version
	} = await findService(ctx, {
		...holder,
		permission: 'projects:see'
	});
	const { own, shared, referable } = await readEditorRows(ctx, { projectId, serviceId: id });
	const inherited = shared.map(shownVariable);
	return { version, variables: own.map(shownVariable), inherited, referable };
}
