import { AppError } from '#engine/error.ts';
import { newId } from '#lib/server/db/id.ts';

/** Writes down a failure that nobody expected, and returns the id that leads to it. */
export type Report = (what: string, error: unknown) => string;

/** Into the worker's own log, as one block that begins with the id. */
export const report: Report = (what, error) => {
	const id = `bug-${newId().slice(0, 8)}`;
	const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
	const hint = error instanceof AppError && error.hint ? `\n  ${error.hint}` : '';
	console.error(`${id} ${what}: ${detail}${hint}`);
	return id;
};
