import { isSameState, type VariableEntry, type VariableState } from './variable-change.ts';

/** Who changed a key since both began with the same list. */
export type Verdict = 'theirs' | 'yours' | 'conflict';
export type Choice = 'theirs' | 'yours';

export interface KeyMerge {
	key: string;
	/** What both began with; null: it was not there. */
	base: VariableState | null;
	theirs: VariableState | null;
	yours: VariableState | null;
	verdict: Verdict;
}

interface Lists {
	/** What both began with; null: nobody knows any more, then whatever differs is a conflict. */
	base: readonly VariableEntry[] | null;
	/** What is stored now. */
	theirs: readonly VariableEntry[];
	yours: readonly VariableEntry[];
}

const byKey = (list: readonly VariableEntry[]) => new Map(list.map((entry) => [entry.key, entry]));

/** Every key that the two lists do not agree about, in the order of `yours`, then of `theirs`. */
export function mergeLists({ base, theirs, yours }: Lists): KeyMerge[] {
	const [began, stored, typed] = [byKey(base ?? []), byKey(theirs), byKey(yours)];
	return [...new Set([...typed.keys(), ...stored.keys()])].flatMap((key) => {
		const sides = {
			base: began.get(key) ?? null,
			theirs: stored.get(key) ?? null,
			yours: typed.get(key) ?? null
		};
		if (isSameState(sides.theirs, sides.yours)) return [];
		const verdict = base === null ? 'conflict' : verdictOf(sides);
		return [{ key, ...sides, verdict }];
	});
}

function verdictOf({ base, theirs, yours }: Omit<KeyMerge, 'key' | 'verdict'>): Verdict {
	if (isSameState(base, yours)) return 'theirs';
	return isSameState(base, theirs) ? 'yours' : 'conflict';
}

/**
 * The list that comes of it: where nobody chose, the verdict holds; a conflict needs a choice, and its
 * key is answered in `open` without one. The order is that of `yours`, with what only they have at the end.
 */
export function applyChoices(
	{ theirs, yours }: Pick<Lists, 'theirs' | 'yours'>,
	merges: readonly KeyMerge[],
	choices: ReadonlyMap<string, Choice>
): { list: VariableEntry[]; open: string[] } {
	const chosen = new Map(
		merges.map(({ key, verdict }) => [key, choices.get(key) ?? verdict] as const)
	);
	const [stored, typed] = [byKey(theirs), byKey(yours)];
	const list = [...new Set([...typed.keys(), ...stored.keys()])].flatMap((key) => {
		const from = chosen.get(key) === 'theirs' ? stored : typed;
		return from.get(key) ?? [];
	});
	const open = merges.map(({ key }) => key).filter((key) => chosen.get(key) === 'conflict');
	return { list, open };
}

/** Who saved meanwhile, as a sentence begins: "You, in another window,", "ada@example.com and you". */
export function editorWords(by: readonly string[]): string {
	const others = by.filter((name) => name !== 'you');
	if (by.length === 0) return 'Somebody else';
	if (others.length === 0) return 'You, in another window,';
	return [...others, ...by.filter((name) => name === 'you')].join(' and ');
}
