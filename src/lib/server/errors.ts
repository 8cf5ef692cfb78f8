import { AppError } from '#engine/error.ts';

export { AppError };

/** The same for what is missing and for what belongs to others: nobody learns which. */
export function notFound(noun: string): AppError {
	return new AppError('not_found', 404, `There is no such ${noun}.`, {
		hint: 'It may have been deleted, or it belongs to someone else.'
	});
}
