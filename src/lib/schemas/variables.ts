import { z } from 'zod';
import { isVariableKey, variableKeyMessage } from '#lib/rules/variable-key.ts';
import { variableScopes } from '#lib/rules/variable-scope.ts';
import { flag, id, wholeNumber } from './fields.ts';

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

/** Comment and blank lines above it in the .env text, each with its line end; left out: as stored. */
const note = z
	.string({ error: 'The comment must be text.' })
	.max(4096, 'The comments above a variable are at most 4,096 characters.')
	.regex(/^(#[^\n\0]*\n|\n)*$/, 'Each line of a comment begins with # and ends with a line end.')
	.optional();

/** Left out or empty: as stored, or for a new one as its name says (rules/variable-scope.ts). */
const scope = z
	.union([z.enum(variableScopes), z.literal('').transform(() => undefined)], {
		error: 'Must be run, build or both.'
	})
	.optional();

/** Of the list that an editor began with; left out: nobody minds what was saved meanwhile. */
const version = wholeNumber(0, 2 ** 31 - 1, 'Reload the page and try again.').optional();

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
	z.strictObject({ key: variableKey, value, isSecret: flag.default(false), scope, note })
);
export type NewVariable = z.infer<typeof newVariables>[number];

const givenVariables = list(
	z.strictObject({
		key: variableKey,
		value: value.nullable().default(null),
		isSecret: flag.default(false),
		scope,
		note
	})
);
export type GivenVariable = z.infer<typeof givenVariables>[number];

/**
 * The whole list as it shall be: what is missing is removed. `value: null` keeps the stored value, which
 * is how an untouched secret comes back.
 */
export const saveVariablesInput = z.strictObject({
	serviceId: id,
	variables: givenVariables,
	version
});
export type SaveVariablesInput = z.infer<typeof saveVariablesInput>;

/** The same for what a project shares with its services. */
export const saveSharedVariablesInput = z.strictObject({
	projectId: id,
	variables: givenVariables,
	version
});
export type SaveSharedVariablesInput = z.infer<typeof saveSharedVariablesInput>;

/** What somebody chose whose list was overtaken by another's. */
export const resolveConflictInput = z.strictObject({
	/** The stored one that the choices are about. */
	version: wholeNumber(0, 2 ** 31 - 1, 'Reload the page and try again.'),
	draft: z.string({ error: 'Reload the page and try again.' }),
	choices: z.record(z.string(), z.enum(['theirs', 'yours'], { error: 'Choose one of the two.' }))
});
export type ResolveConflictInput = z.infer<typeof resolveConflictInput>;

/** One change of the history. */
export const revisionInput = z.strictObject({
	version: wholeNumber(1, 2 ** 31 - 1, 'There is no such change.')
});

export const historyQuery = z.strictObject({
	before: wholeNumber(1, 2 ** 31 - 1, 'There is no such page.').optional()
});

/** A pasted .env file, added to what is there; keys that exist get the new value. */
export const importDotenvInput = z.strictObject({
	serviceId: id,
	text: z.string({ error: 'Paste the text of a .env file.' }).max(512 * 1024, 'At most 512 KB.'),
	isSecret: flag.default(false)
});
export type ImportDotenvInput = z.infer<typeof importDotenvInput>;
