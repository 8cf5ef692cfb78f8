import { z } from 'zod';
import { editorWords, type KeyMerge, type Verdict } from '#lib/rules/merge-variables.ts';
import type { VariableEntry, VariableState } from '#lib/rules/variable-change.ts';
import { variableScopes } from '#lib/rules/variable-scope.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import type { Vault } from '../secrets/vault.ts';
import type { Holder } from './holder.ts';
import { shownState, type ShownState } from './shown-state.ts';

export interface ShownMerge {
	key: string;
	base: ShownState | null;
	theirs: ShownState | null;
	yours: ShownState | null;
	verdict: Verdict;
}

/** What somebody is shown whose list was overtaken by another's. */
export interface Conflict {
	/** The one that is stored now. */
	version: number;
	/** The list that was not saved, sealed: nothing typed is lost, and no secret shown. */
	draft: string;
	/** Every key that the two lists do not agree about. */
	keys: ShownMerge[];
	/** Who saved meanwhile: e-mail addresses, and "you". */
	by: string[];
}

/** Two people saved at once: the later one chooses what shall be. */
export class VariablesConflict extends AppError {
	readonly conflict: Conflict;

	/** `reason`: why the choices that were made could not be saved. */
	constructor(conflict: Conflict, reason?: AppError) {
		const { code, status, message, hint, field } = reason ?? {
			code: 'variables_changed',
			status: 409,
			message: `${editorWords(conflict.by)} saved variables while you were editing.`,
			hint: 'Nothing of yours is lost: choose what shall be, key by key.',
			field: null
		};
		super(code, status, message, {
			...(hint !== null && { hint }),
			...(field !== null && { field }),
			cause: reason
		});
		this.conflict = conflict;
	}
}

const shown = (state: VariableState | null) => state && shownState(state);

export const shownMerge = ({ key, base, theirs, yours, verdict }: KeyMerge): ShownMerge => ({
	key,
	base: shown(base),
	theirs: shown(theirs),
	yours: shown(yours),
	verdict
});

const draftSchema = z.object({
	holder: z.union([z.object({ serviceId: z.string() }), z.object({ projectId: z.string() })]),
	userId: z.string().nullable(),
	/** What its editor began with. */
	version: z.number(),
	list: z.array(
		z.object({
			key: z.string(),
			value: z.string(),
			isSecret: z.boolean(),
			scope: z.enum(variableScopes),
			note: z.string()
		})
	)
});

export interface Draft {
	holder: Holder;
	version: number;
	list: VariableEntry[];
}

export function sealDraft(ctx: Pick<Context, 'vault' | 'actor'>, draft: Draft): string {
	return ctx.vault.seal(JSON.stringify({ ...draft, userId: ctx.actor.userId }));
}

/** Only for whom it was sealed, and for the same list. Errors: stale_form (422). */
export function openDraft(
	ctx: Pick<Context, 'vault' | 'actor'>,
	{ sealed, holder }: { sealed: string; holder: Holder }
): Draft {
	const draft = readDraft(ctx.vault, sealed);
	const isSame = JSON.stringify(draft?.holder) === JSON.stringify(holder);
	if (!draft || !isSame || draft.userId !== ctx.actor.userId) throw staleForm();
	return draft;
}

const staleForm = () =>
	new AppError('stale_form', 422, 'This form is too old.', {
		hint: 'Reload the page and try again.'
	});

function readDraft(vault: Vault, sealed: string) {
	try {
		return draftSchema.parse(JSON.parse(vault.open(sealed)));
	} catch {
		return null;
	}
}
