import type { VariableState } from '#lib/rules/variable-change.ts';
import type { VariableScope } from '#lib/rules/variable-scope.ts';

/** A variable as pages show it. */
export interface ShownState {
	/** null for a secret: once saved, nobody reads it again. */
	value: string | null;
	isSecret: boolean;
	scope: VariableScope;
}

export interface VariableView extends ShownState {
	key: string;
	/** Comment and blank lines above it in the .env text, each with its line end. */
	note: string;
	updatedAt: Date;
}

/** Without what a secret hides. */
export const shownState = ({ value, isSecret, scope }: VariableState): ShownState => ({
	value: isSecret ? null : value,
	isSecret,
	scope
});

export const shownVariable = (
	entry: VariableState & { key: string; updatedAt: Date }
): VariableView => {
	const { key, note, updatedAt } = entry;
	return { key, note, updatedAt, ...shownState(entry) };
};
