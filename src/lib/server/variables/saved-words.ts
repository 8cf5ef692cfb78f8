import type { SavedVariables } from './write-list.ts';

/** What came of saving a list, in one sentence. */
export function savedWords({ added, changed, removed, notice }: SavedVariables): string {
	const count = added.length + changed.length + removed.length;
	if (count === 0) return 'No variable was changed.';
	const words = `${count} ${count === 1 ? 'variable' : 'variables'} saved.`;
	return notice ? `${words} ${notice}` : words;
}
