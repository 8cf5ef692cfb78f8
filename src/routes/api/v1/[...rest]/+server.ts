import { AppError } from '#lib/server/errors.ts';
import { api } from '#lib/server/http/api.ts';

/** Every path that is none: the same shape of answer as everywhere else. */
export const fallback = api(() =>
	Promise.reject(new AppError('not_found', 404, 'There is no such path in this API.'))
);
