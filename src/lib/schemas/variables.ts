import { z } from 'zod';
import { isVariableKey, variableKeyMessage } from '#lib/rules/variable-key.ts';
import { variableScopes } from '#lib/rules/variable-scope.ts';
import { flag, id } from './fields.ts';

export const variableMaxBytes = 64 * 1024;
export const variablesMax = 500;

export const variableKey = z
	.string({ error: variableKeyMessage })
	.trim()
	.refine(isVariableKey, variableKeyMessage);

/** Byte-exact: neither trimmed nor normalised. A NUL can not stand in a process's environment. */
const value = z
	.string({ error: 'The value must be text.' })
	.refine((text) => !text.includes('\0'), 'The value contains a NUL character.')
	.refine(
		(text) => new TextEncoder().encode(text).length <= variableMaxBytes,
		'A value is at most 64 KB.'
	);

/** Left out or empty: as stored, or for a new one as its name says (rules/variable-scope.ts). */
const scope = z
	.union([z.enum(variableScopes), z.literal('').transform(() => undefined)], {
		error: 'Must be run, build or both.'
	})
	.optional();

const noDuplicates = (list: { key: string }[], context: z.RefinementCtx) => {
	const first = new Map<string, number>();
	for (const [index, { key }] of list.entries()) {
		const earlier = first.get(key);
		if (earlier !== undefined) {
			const message = `${key} is defined twice (row ${earlier + 1} and ${index + 1}).`;
			context.addIssue({ code: 'custom', message, path: [index, 'key'] });
		} else first.set(key, index);
	}
};

const list = <Item extends z.ZodType<{ key: string }>>(item: Item) =>
	z
		.array(item, { error: 'Must be a list of variables.' })
		.max(variablesMax, `At most ${variablesMax} variables.`)
		.superRefine(noDuplicates);

/** Variables given together with a new service. */
export const newVariables = list(
	z.strictObject({ key: variableKey, value, isSecret: flag.default(false), scope })
);
export type NewVariable = z.infer<typeof newVariables>[number];

/**
 * The whole list as it shall be: what is missing is removed. `value: null` keeps the stored value, which
 * is how an untouched secret comes back.
 */
export const saveVariablesInput = z.strictObject({
	serviceId: id,
	variables: list(
		z.strictObject({
			key: variableKey,
			value: value.nullable().default(null),
			isSecret: flag.default(false),
			scope
		})
	)
});
export type SaveVariablesInput = z.infer<typeof saveVariablesInput>;

/** A pasted .env file, added to what is there; keys that exist get the new value. */
export const importDotenvInput = z.strictObject({
	serviceId: id,
	text: z.string({ error: 'Paste the text of a .env file.' }).max(512 * 1024, 'At most 512 KB.'),
	isSecret: flag.default(false)
});
export type ImportDotenvInput = z.infer<typeof importDotenvInput>;
