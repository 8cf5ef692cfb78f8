import { AppError } from '../errors.ts';

interface Place {
	nameKey: string;
	id: string;
}

/** Where a page of projects ends: it holds though the project that it names goes away. */
export const writeCursor = ({ nameKey, id }: Place) => `${id}-${nameKey}`;

/** Errors: invalid_input (422). */
export function readCursor(cursor: string): Place {
	const [, id, nameKey] = /^([a-z0-9]{20})-([^\0]{1,255})$/u.exec(cursor) ?? [];
	if (id !== undefined && nameKey !== undefined) return { id, nameKey };
	throw new AppError('invalid_input', 422, 'This page does not exist.', { field: 'after' });
}
