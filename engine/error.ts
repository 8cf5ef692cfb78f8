/**
 * A failure that a person can act on. `message` says what failed, `hint` what to do next.
 * Anything thrown that is not one is a bug and is shown as a calm sentence with an id.
 */
export class AppError extends Error {
	readonly code: string;
	/** HTTP status that the panel and the API answer with. */
	readonly status: number;
	readonly hint: string | null;
	/** Input field at fault, when there is one. */
	readonly field: string | null;

	constructor(
		code: string,
		status: number,
		message: string,
		options: { hint?: string; field?: string; cause?: unknown } = {}
	) {
		super(message, { cause: options.cause });
		this.name = 'AppError';
		this.code = code;
		this.status = status;
		this.hint = options.hint ?? null;
		this.field = options.field ?? null;
	}
}
