import { fail, type ActionFailure } from '@sveltejs/kit';
import { z } from 'zod';
import { AppError } from './errors.ts';
import type { Refusal } from '#lib/rules/refusal.ts';

// A typed secret is never sent back, not even to the one who typed it.
const isUnspoken = (name: string) =>
	/password|secret|token|value|^(variables|text|draft|key)$/i.test(name);

/** What a form sends, as plain text by name; files and repeated names are left out. */
export function textFields(fields: FormData): Record<string, string> {
	return Object.fromEntries(
		[...fields].filter((entry): entry is [string, string] => typeof entry[1] === 'string')
	);
}

function describe(error: AppError | z.ZodError): Pick<Refusal, 'message' | 'hint' | 'errors'> {
	if (error instanceof AppError) {
		const { message, hint, field } = error;
		return { message, hint, errors: field ? { [field]: message } : {} };
	}
	const errors: Record<string, string> = {};
	for (const issue of error.issues) errors[issue.path.join('.')] ??= issue.message;
	return { message: error.issues[0]?.message ?? 'Not valid.', hint: null, errors };
}

/** Turns what a person can mend into a refusal of that form; anything else is thrown on. */
export function refuse(fields: FormData, error: unknown): ActionFailure<Refusal> {
	if (!(error instanceof AppError) && !(error instanceof z.ZodError)) throw error;
	const values = textFields(fields);
	const form = values.form ?? '';
	for (const name of Object.keys(values)) if (isUnspoken(name)) delete values[name];
	const status = error instanceof AppError ? error.status : 422;
	return fail(status, { form, ...describe(error), values });
}

/**
 * The body of every form action: reads the fields, runs the operation, answers with what it returns and
 * the form's name, or with a refusal. A redirect thrown by the operation goes through.
 */
export async function submit<Answer extends object>(
	request: Request,
	run: (fields: FormData) => Promise<Answer>
) {
	const fields = await request.formData();
	try {
		return { form: String(fields.get('form') ?? ''), ...(await run(fields)) };
	} catch (error) {
		return refuse(fields, error);
	}
}
