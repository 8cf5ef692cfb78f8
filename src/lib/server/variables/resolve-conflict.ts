import { applyChoices, mergeLists } from '#lib/rules/merge-variables.ts';
import type { VariableEntry } from '#lib/rules/variable-change.ts';
import type { ResolveConflictInput } from '#lib/schemas/variables.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { openDraft, VariablesConflict } from './conflict.ts';
import { findHolder } from './find-holder.ts';
import { lockHolder, type Holder } from './holder.ts';
import { readOwn } from './own-variables.ts';
import { listAt } from './revisions.ts';
import { describeConflict, mergeOrRefuse, type Meeting } from './save-list.ts';
import { writeList, type SavedVariables } from './write-list.ts';

/**
 * Saves what came of a conflict, by the choices of the person who was overtaken. Errors: not_found,
 * stale_form (422), choice_missing (422) with the field of its key, variables_changed (409) when it was overtaken again.
 */
export async function resolveConflict(
	ctx: Context,
	input: ResolveConflictInput & { holder: Holder }
): Promise<SavedVariables> {
	const { version, draft: sealed, choices } = input;
	const holder = await findHolder(ctx, { holder: input.holder, permission: 'projects:change' });
	const draft = openDraft(ctx, { sealed, holder });
	return ctx.db.$transaction(async (tx) => {
		const db = { db: tx, vault: ctx.vault };
		const locked = await lockHolder(tx, holder);
		const stored = await readOwn(db, holder);
		const now = { version: locked.version, list: stored };
		const base = await listAt(db, { holder, version: draft.version, now });
		const { list: yours, version: began } = draft;
		const meeting = { locked, stored, base, yours, version: began };
		if (version !== locked.version) return mergeOrRefuse(tx, ctx, meeting);
		try {
			const list = chosenList(meeting, choices);
			return await writeList(tx, ctx, { locked, wanted: { stored, list } });
		} catch (error) {
			if (!(error instanceof AppError)) throw error;
			// The page shows the choices again, with what is wrong about them.
			throw new VariablesConflict(await describeConflict(tx, ctx, meeting), error);
		}
	});
}

/** Errors: choice_missing. */
function chosenList(
	{ base, stored, yours }: Meeting,
	choices: ResolveConflictInput['choices']
): VariableEntry[] {
	const sides = { base, theirs: stored, yours };
	const { list, open } = applyChoices(sides, mergeLists(sides), new Map(Object.entries(choices)));
	const [first] = open;
	if (first === undefined) return list;
	throw new AppError('choice_missing', 422, `Choose what ${first} shall be.`, {
		field: `choices.${first}`
	});
}
