import type { z } from 'zod';
import { AppError } from '#engine/error.ts';

/** The first mistake of an input as the error that page, API and console show. */
export function toAppError(error: z.ZodError): AppError {
	const [issue] = error.issues;
	const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
	const field = [...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])].join('.');
	const message = unknown === undefined ? issue?.message : `There is no field '${unknown}'.`;
	return new AppError('invalid_input', 422, message ?? 'This input is not valid.', {
		...(field !== '' && { field })
	});
}

/** Checks what a person or program sent. Errors: invalid_input (422) with the field at fault. */
export function validate<Schema extends z.ZodType>(
	schema: Schema,
	input: unknown
): z.output<Schema> {
	const result = schema.safeParse(input);
	if (result.success) return result.data;
	throw toAppError(result.error);
}

/**
 * Checks a form's fields; `extra` adds what a form can not say by itself (ids from the URL, lists).
 * The field `form`, a form's own name, is no input. Throws zod's error, which names every field.
 */
export function validateForm<Schema extends z.ZodType>(
	schema: Schema,
	fields: FormData,
	extra: Record<string, unknown> = {}
): z.output<Schema> {
	const { form: _, ...texts } = Object.fromEntries(
		[...fields].filter(([, value]) => typeof value === 'string')
	);
	return schema.parse({ ...texts, ...extra });
}
