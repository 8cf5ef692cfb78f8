import { AppError } from '../error.ts';

/** An error repeats what a build or an app printed: that goes through the same strike as the log. */
export function struckError(error: unknown, strike: (text: string) => string): unknown {
	if (!(error instanceof AppError)) return error;
	const message = strike(error.message);
	const hint = error.hint === null ? null : strike(error.hint);
	if (message === error.message && hint === error.hint) return error;
	// Not even as the cause: its words hold the secret.
	return new AppError(error.code, error.status, message, {
		hint: hint ?? undefined,
		field: error.field ?? undefined
	});
}
