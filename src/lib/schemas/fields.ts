import { z } from 'zod';

/** The shapes that most inputs are made of. A form sends text, a program JSON: both are taken, nothing is guessed. */

/** Text without outer white space; `message` when it is no text at all. */
export const text = (message: string) => z.string({ error: message }).trim();

/** An empty field means "as detected". */
export const optionalText = (rule: z.ZodType<string, string>) =>
	z
		.union([z.null(), z.literal('').transform(() => null), rule])
		.describe('null or empty: as detected');

/** A whole number as JSON number or as its decimal digits. */
export const wholeNumber = (min: number, max: number, message: string) =>
	z
		.union(
			[
				z.number(),
				z
					.string()
					.trim()
					.regex(/^\d{1,15}$/)
					.transform(Number)
			],
			{ error: message }
		)
		.refine((value) => Number.isInteger(value) && value >= min && value <= max, message);

/** null or an empty field: the default; left out: as it is. Whatever else it is not, `message` says. */
export const orDefault = (rule: z.ZodType<number>, message: string) =>
	z
		.union([z.null(), z.literal('').transform(() => null), rule], { error: message })
		.optional()
		.describe('null or empty: the default');

/** true, false, or what a checkbox sends. */
export const flag = z
	.union([z.boolean(), z.enum(['on', 'true', 'off', 'false', ''])], {
		error: 'Must be true or false.'
	})
	.transform((value) => value === true || value === 'on' || value === 'true');

/** Ids in bodies are looked at like ids in URLs: whatever is not one is simply not found. */
export const id = z.string({ error: 'Not an id.' }).max(64, 'Not an id.');

/** Random and made once per page load, so that one form submitted twice acts once. */
export const formKey = z
	.string()
	.regex(/^[A-Za-z0-9_-]{16,64}$/, 'Reload the page and try again.')
	.optional();

/** Text that a rule looks at; it answers what is wrong, or null. */
export const ruled = (missing: string, rule: (value: string) => string | null) =>
	z
		.string({ error: missing })
		.trim()
		.superRefine((value, context) => {
			const problem = rule(value);
			if (problem) context.addIssue({ code: 'custom', message: problem });
		});

/** Text of a list's filter: what is empty or makes no sense filters nothing. */
export const filterText = z
	.string()
	.trim()
	.max(255)
	.transform((text) => text || undefined)
	.optional()
	.catch(undefined);
