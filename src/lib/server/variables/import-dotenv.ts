import { parseDotenv, type DotenvEntry } from '#lib/rules/dotenv.ts';
import { scopeByName } from '#lib/rules/variable-scope.ts';
import { variableMaxBytes, variablesMax, type ImportDotenvInput } from '#lib/schemas/variables.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { findService } from '../services/find-service.ts';
import { lockHolder } from './holder.ts';
import { problemText } from './problem-text.ts';
import { readOwn } from './own-variables.ts';
import { writeList, type SavedVariables } from './write-list.ts';

/** Errors: invalid_dotenv (422) on the field text, naming every line at fault. */
function readEntries(text: string): DotenvEntry[] {
	const result = parseDotenv(text);
	const problems = result.ok
		? result.entries
				.filter(({ value }) => Buffer.byteLength(value) > variableMaxBytes || value.includes('\0'))
				.map(({ line }) => ({
					line,
					message: 'The value is too long or contains a NUL character.'
				}))
		: result.problems;
	if (result.ok && problems.length === 0) return result.entries;
	throw new AppError('invalid_dotenv', 422, problemText(problems), {
		field: 'text',
		hint: 'Nothing was saved.'
	});
}

/**
 * Adds the variables of a pasted .env file to those that are there; keys that exist get the new value.
 * Errors: not_found, invalid_dotenv (422), too_many_variables (422).
 */
export async function importDotenv(
	ctx: Context,
	{ serviceId, text, isSecret }: ImportDotenvInput
): Promise<SavedVariables> {
	await findService(ctx, { serviceId, permission: 'projects:change' });
	const pasted = new Map(readEntries(text).map((entry) => [entry.key, entry]));
	return ctx.db.$transaction(async (tx) => {
		const locked = await lockHolder(tx, { serviceId });
		const stored = await readOwn({ db: tx, vault: ctx.vault }, { serviceId });
		const known = new Set(stored.map(({ key }) => key));
		const kept = stored.map((entry) => ({
			...entry,
			value: pasted.get(entry.key)?.value ?? entry.value
		}));
		const added = [...pasted.values()].filter(({ key }) => !known.has(key));
		const list = [
			...kept,
			...added.map((entry) => ({ ...entry, isSecret, scope: scopeByName(entry.key) }))
		];
		if (list.length > variablesMax) {
			throw new AppError('too_many_variables', 422, `At most ${variablesMax} variables.`, {
				field: 'text'
			});
		}
		return writeList(tx, ctx, { locked, wanted: { stored, list } });
	});
}
