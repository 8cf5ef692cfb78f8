import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import { findPlace } from './find-holder.ts';
import type { Holder } from './holder.ts';
import { openChanges } from './revisions.ts';
import { shownState, type ShownState } from './shown-state.ts';

export interface RevealedChange {
	key: string;
	before: ShownState | null;
	after: ShownState | null;
}

/**
 * The values of one revision, before and after: of plain variables only, and written down. A key that was
 * a secret on one side shows neither. Errors: not_found.
 */
export async function revealRevision(
	ctx: Context,
	input: { holder: Holder; version: number }
): Promise<RevealedChange[]> {
	const { version } = input;
	const permission = 'projects:change';
	const { holder, serviceName, ...place } = await findPlace(ctx, {
		holder: input.holder,
		permission
	});
	return ctx.db.$transaction(async (tx) => {
		const revision = await tx.variableRevision.findFirst({ where: { ...holder, version } });
		if (!revision) throw notFound('revision');
		const changes = openChanges(ctx.vault, revision.changesCipher).changes.map(
			({ key, before, after }) => {
				const isSecret = (before?.isSecret ?? false) || (after?.isSecret ?? false);
				const shown = (state: typeof before) => state && shownState({ ...state, isSecret });
				return { key, before: shown(before), after: shown(after) };
			}
		);
		const keys = changes.filter(({ before, after }) => !(before ?? after)?.isSecret);
		await recordAudit(tx, ctx, {
			action: 'variables.revealed',
			subject: 'projectId' in holder ? holder.projectId : holder.serviceId,
			...place,
			detail: {
				...(serviceName !== undefined && { service: serviceName }),
				...{ version, keys: keys.map(({ key }) => key) }
			}
		});
		return changes;
	});
}
