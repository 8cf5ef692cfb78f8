export const variableKeyMessage = 'Variable names: letters, digits, _ ; not starting with a digit.';

export function isVariableKey(key: string): boolean {
	return /^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(key);
}

/** Keys that differ in case only: allowed, but seldom meant. For a notice. */
export function keysDifferingInCase(keys: readonly string[]): string[][] {
	const groups = Map.groupBy(new Set(keys), (key) => key.toLowerCase());
	return [...groups.values()].filter((group) => group.length > 1);
}
