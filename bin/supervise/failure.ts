import { AppError } from '#engine/error.ts';

export function sayFailure(error: unknown) {
	if (!(error instanceof AppError)) console.error(error);
	else console.error(`\n${error.message}${error.hint ? `\n${error.hint}` : ''}`);
}
