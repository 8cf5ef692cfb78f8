import { parseDotenv, type DotenvEntry } from '#lib/rules/dotenv.ts';
import { variableMaxBytes, variablesMax, type ImportDotenvInput } from '#lib/schemas/variables.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { findService } from '../services/find-service.ts';
import { announce, replaceVariables, type SavedVariables } from './save-variables.ts';

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
	const listed = problems.slice(0, 5).map(({ line, message }) => `Line ${line}: ${message}`);
	const more = problems.length > 5 ? [`… and ${problems.length - 5} more.`] : [];
	throw new AppError('invalid_dotenv', 422, [...listed, ...more].join(' '), {
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
	const { projectId } = await findService(ctx, { serviceId, permission: 'projects:change' });
	const pasted = new Map(readEntries(text).map(({ key, value }) => [key, value]));
	return ctx.db.$transaction(async (tx) => {
		await tx.$executeRaw`select 1 from service where id = ${serviceId} for update`;
		const stored = await tx.variable.findMany({
			where: { serviceId },
			orderBy: [{ position: 'asc' }, { key: 'asc' }],
			select: { key: true, isSecret: true }
		});
		const kept = stored.map((row) => ({ ...row, value: pasted.get(row.key) ?? null }));
		const known = new Set(stored.map(({ key }) => key));
		const added = [...pasted].filter(([key]) => !known.has(key));
		const variables = [...kept, ...added.map(([key, value]) => ({ key, value, isSecret }))];
		if (variables.length > variablesMax) {
			throw new AppError('too_many_variables', 422, `At most ${variablesMax} variables.`, {
				field: 'text'
			});
		}
		const saved = await replaceVariables(tx, ctx, { serviceId, variables });
		await announce(tx, ctx, { serviceId, projectId, saved });
		return saved;
	});
}
