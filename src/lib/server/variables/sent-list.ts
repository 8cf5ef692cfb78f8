import { readRaw } from '#lib/rules/raw-variables.ts';
import { exactList, variableList } from '#lib/rules/variable-list.ts';
import { AppError } from '../errors.ts';
import { problemText } from './problem-text.ts';
import type { VariableView } from './shown-state.ts';

/**
 * The list that an editor sends, for the schema to check: with scripts as JSON in `variables`, byte for
 * byte; without them as the fields of its rows, or as the text of a .env file in `text`.
 * Errors: invalid_dotenv (422) on the field text.
 */
export function sentList(fields: FormData, stored: readonly VariableView[]): unknown {
	const exact = exactList(fields);
	if (exact !== undefined) return exact;
	const byKey = new Map(stored.map((variable) => [variable.key, variable]));
	const text = fields.get('text');
	if (typeof text === 'string') {
		const result = readRaw(text, (key) => byKey.has(key));
		if (!result.ok) {
			throw new AppError('invalid_dotenv', 422, problemText(result.problems), {
				field: 'text',
				hint: 'Nothing was saved.'
			});
		}
		return result.variables.map(({ key, value, note }) => ({
			...{ key, value, note },
			isSecret: byKey.get(key)?.isSecret ?? false
		}));
	}
	return variableList(fields, {
		keeps({ key, value, isSecret }) {
			const before = byKey.get(key);
			if (before?.value == null) return before !== undefined && isSecret && value === '';
			return before.value.replaceAll('\r\n', '\n') === value;
		}
	});
}
