export const variableKeyMessage = 'Variable names: letters, digits, _ ; not starting with a digit.';

export function isVariableKey(key: string): boolean {
	return /^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(key);
}

/** Keys that differ in case only are allowed, but seldom meant: one sentence about them, or null. */
export function caseNotice(keys: readonly string[]): string | null {
	const groups = Map.groupBy(new Set(keys), (key) => key.toLowerCase());
	const alike = [...groups.values()].find((group) => group.length > 1);
	return alike ? `${alike.join(' and ')} differ in case only: they are different variables.` : null;
}
