import { takeBack } from '#lib/rules/variable-change.ts';
import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import { findHolder } from './find-holder.ts';
import { lockHolder, type Holder } from './holder.ts';
import { readOwn } from './own-variables.ts';
import { openChanges } from './revisions.ts';
import { writeList, type SavedVariables } from './write-list.ts';

/**
 * Takes one revision back, as a revision of its own: each key that it changed is again what it was before,
 * secrets too; other keys stay. Errors: not_found, still_referenced (409), unknown_reference (422).
 */
export async function undoRevision(
	ctx: Context,
	input: { holder: Holder; version: number }
): Promise<SavedVariables> {
	const { version } = input;
	const holder = await findHolder(ctx, { holder: input.holder, permission: 'projects:change' });
	return ctx.db.$transaction(async (tx) => {
		const locked = await lockHolder(tx, holder);
		const revision = await tx.variableRevision.findFirst({ where: { ...holder, version } });
		if (!revision) throw notFound('revision');
		const stored = await readOwn({ db: tx, vault: ctx.vault }, holder);
		const list = takeBack(stored, openChanges(ctx.vault, revision.changesCipher));
		return writeList(tx, ctx, { locked, wanted: { stored, list, undoes: version } });
	});
}
