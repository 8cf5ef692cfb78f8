import type { VariableScope } from '#lib/rules/variable-scope.ts';

/** Who sees a variable, for people. */
export const scopeWords: Record<VariableScope, string> = {
	run: 'Running app',
	build: 'Build only',
	both: 'Build and app'
};
