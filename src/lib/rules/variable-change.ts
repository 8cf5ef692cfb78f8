import type { VariableScope } from './variable-scope.ts';

/** All there is to a variable besides its key. */
export interface VariableState {
	value: string;
	isSecret: boolean;
	scope: VariableScope;
	/** Comment and blank lines above it in the .env text, each with its line end. */
	note: string;
}

export interface VariableEntry extends VariableState {
	key: string;
}

export interface VariableChange {
	key: string;
	/** null: it was not there. */
	before: VariableState | null;
	/** null: it is gone. */
	after: VariableState | null;
}

/** What one revision did to a list, and all that taking it back needs. */
export interface ChangeSet {
	changes: VariableChange[];
	/** The keys in their order before it. */
	orderBefore: string[];
}

const stateOf = ({ value, isSecret, scope, note }: VariableState): VariableState => ({
	value,
	isSecret,
	scope,
	note
});

export function isSameState(a: VariableState | null, b: VariableState | null): boolean {
	if (a === null || b === null) return a === b;
	return (
		a.value === b.value && a.isSecret === b.isSecret && a.scope === b.scope && a.note === b.note
	);
}

/** null: nothing differs, not even the order. */
export function compareLists(
	before: readonly VariableEntry[],
	after: readonly VariableEntry[]
): ChangeSet | null {
	const was = new Map(before.map((entry) => [entry.key, stateOf(entry)]));
	const is = new Map(after.map((entry) => [entry.key, stateOf(entry)]));
	const changes = [...new Set([...was.keys(), ...is.keys()])]
		.map((key) => ({ key, before: was.get(key) ?? null, after: is.get(key) ?? null }))
		.filter((change) => !isSameState(change.before, change.after));
	const orderBefore = [...was.keys()];
	const isMoved = [...is.keys()].some((key, index) => key !== orderBefore[index]);
	return changes.length > 0 || isMoved ? { changes, orderBefore } : null;
}

/** Keys of a change, by what became of them. */
export function changedKeysOf({ changes }: ChangeSet) {
	const keys = { added: [] as string[], changed: [] as string[], removed: [] as string[] };
	for (const { key, before, after } of changes) {
		keys[before === null ? 'added' : after === null ? 'removed' : 'changed'].push(key);
	}
	return keys;
}

/**
 * Takes a change back: each of its keys is again what it was before, whatever came later; other keys stay.
 * Taken from the list that it made, this is exactly the list before.
 */
export function takeBack(list: readonly VariableEntry[], set: ChangeSet): VariableEntry[] {
	const before = new Map(set.changes.map((change) => [change.key, change.before]));
	const kept = list.flatMap((entry) => {
		const state = before.get(entry.key);
		if (state === null) return [];
		return [state === undefined ? entry : { key: entry.key, ...state }];
	});
	const present = new Set(kept.map(({ key }) => key));
	const returning = set.changes.flatMap(({ key, before: state }) =>
		state !== null && !present.has(key) ? [{ key, ...state }] : []
	);
	return inOrder([...kept, ...returning], {
		order: set.orderBefore,
		returning: new Set(returning.map(({ key }) => key))
	});
}

/** The old order when it holds the same keys; else what returns goes behind the key that it stood behind. */
function inOrder(
	list: VariableEntry[],
	{ order, returning }: { order: string[]; returning: Set<string> }
): VariableEntry[] {
	const byKey = new Map(list.map((entry) => [entry.key, entry]));
	if (order.length === list.length && order.every((key) => byKey.has(key))) {
		return order.flatMap((key) => byKey.get(key) ?? []);
	}
	const placed = list.filter(({ key }) => !returning.has(key));
	for (const [index, key] of order.entries()) {
		const entry = byKey.get(key);
		if (!entry || !returning.has(key)) continue;
		const earlier = order.slice(0, index).findLast((other) => byKey.has(other));
		placed.splice(placed.findIndex((other) => other.key === earlier) + 1, 0, entry);
	}
	return placed;
}
