import { AppError } from '#engine/error.ts';

/** 1 failed, 2 wrongly used, 3 not allowed, 4 nobody answers. */
export function exitCodeOf(error: unknown): number {
	if (!(error instanceof AppError)) return 1;
	if (error.code === 'usage' || error.status === 422) return 2;
	if (error.status === 401 || error.status === 403) return 3;
	if (error.status === 502 || error.status === 503 || error.status === 504) return 4;
	return 1;
}
