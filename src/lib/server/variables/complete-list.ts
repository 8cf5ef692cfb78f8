import type { VariableEntry } from '#lib/rules/variable-change.ts';
import { scopeByName } from '#lib/rules/variable-scope.ts';
import type { GivenVariable } from '#lib/schemas/variables.ts';
import { AppError } from '../errors.ts';

/**
 * The list as it shall be: whatever was left out comes from `known`, what the editor began with. Errors:
 * value_missing, secret_stays_secret (422), both with the row's field.
 */
export function completeList(
	known: readonly VariableEntry[],
	given: readonly GivenVariable[]
): VariableEntry[] {
	const byKey = new Map(known.map((entry) => [entry.key, entry]));
	return given.map(({ key, value, isSecret, scope, note }, index) => {
		const before = byKey.get(key);
		const field = `variables.${index}.value`;
		if (value === null && !before) {
			throw new AppError('value_missing', 422, `${key} needs a value.`, { field });
		}
		// A secret can be replaced but never be turned into something that is shown.
		if (before?.isSecret && !isSecret && value === null) {
			throw new AppError('secret_stays_secret', 422, `${key} is a secret: give it a new value.`, {
				field
			});
		}
		return {
			key,
			value: value ?? before?.value ?? '',
			isSecret,
			scope: scope ?? before?.scope ?? scopeByName(key),
			note: note ?? before?.note ?? ''
		};
	});
}
