import { mergeLists } from '#lib/rules/merge-variables.ts';
import type { VariableEntry } from '#lib/rules/variable-change.ts';
import type { GivenVariable } from '#lib/schemas/variables.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/client.ts';
import { completeList } from './complete-list.ts';
import { sealDraft, shownMerge, VariablesConflict, type Conflict } from './conflict.ts';
import { lockHolder, type Holder, type LockedHolder } from './holder.ts';
import { readOwn, type StoredEntry } from './own-variables.ts';
import { editorsSince, listAt } from './revisions.ts';
import { writeList, type SavedVariables } from './write-list.ts';

interface Given {
	holder: Holder;
	variables: readonly GivenVariable[];
	/** What the editor began with; left out: whatever was saved since is replaced. */
	version?: number | undefined;
}

/** Two lists that became of the same one. */
export interface Meeting {
	locked: LockedHolder;
	stored: StoredEntry[];
	yours: VariableEntry[];
	/** What both began with; null: further back than what is kept. */
	base: VariableEntry[] | null;
	/** Its version. */
	version: number;
}

/** What the later one is shown. */
export async function describeConflict(
	tx: Transaction,
	ctx: Context,
	{ locked, stored, yours, base, version }: Meeting
): Promise<Conflict> {
	const { holder } = locked;
	return {
		version: locked.version,
		draft: sealDraft(ctx, { holder, version, list: yours }),
		keys: mergeLists({ base, theirs: stored, yours }).map(shownMerge),
		by: (await editorsSince(tx, { holder, version })).map((email) =>
			email === ctx.actor.email ? 'you' : email
		)
	};
}

/** Yours is written when theirs has nothing that it lacks. Errors: variables_changed. */
export async function mergeOrRefuse(
	tx: Transaction,
	ctx: Context,
	meeting: Meeting
): Promise<SavedVariables> {
	const { locked, stored, yours, base } = meeting;
	const merges = mergeLists({ base, theirs: stored, yours });
	if (merges.every(({ verdict }) => verdict === 'yours')) {
		return writeList(tx, ctx, { locked, wanted: { stored, list: yours } });
	}
	throw new VariablesConflict(await describeConflict(tx, ctx, meeting));
}

/**
 * Saves a whole list at once: what is missing is removed, `value: null` keeps what the editor began with.
 * Errors: value_missing, secret_stays_secret, unknown_reference (422), still_referenced (409),
 * variables_changed (409, a VariablesConflict).
 */
export async function saveList(
	tx: Transaction,
	ctx: Context,
	{ holder, variables, version }: Given
): Promise<SavedVariables> {
	const locked = await lockHolder(tx, holder);
	const stored = await readOwn({ db: tx, vault: ctx.vault }, holder);
	if (version === undefined || version === locked.version) {
		const list = completeList(stored, variables);
		return writeList(tx, ctx, { locked, wanted: { stored, list } });
	}
	const now = { version: locked.version, list: stored };
	const base = await listAt({ db: tx, vault: ctx.vault }, { holder, version, now });
	const yours = completeList(base ?? stored, variables);
	return mergeOrRefuse(tx, ctx, { locked, stored, yours, base, version });
}
