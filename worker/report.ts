import { AppError } from '#engine/error.ts';
import { newId } from '#lib/server/db/id.ts';

/** Writes down a failure that nobody expected, and returns the id that leads to it. */
export type Report = (what: string, error: unknown) => string;

/** Into the worker's own log, as one block that begins with the id. */
export const report: Report = (what, error) => {
	const id = `bug-${newId().slice(0, 8)}`;
	console.error(`${id} ${what}: ${detailOf(error)}`);
	return id;
};

function detailOf(error: unknown): string {
	if (error instanceof AppError) return [error.message, error.hint].filter(Boolean).join(' ');
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
