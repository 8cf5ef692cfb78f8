import { AppError } from '../errors.ts';

/** The last row of a page, by what the list is ordered by: time, then id, newest first. */
interface Place {
	at: Date;
	id: string;
}

/** A place as it stands in an address. */
const writeCursor = ({ at, id }: Place) => `${at.getTime().toString(36)}-${id}`;

/** The place that an address names: all older than it makes page 1,000 cost what page 1 does. Errors: invalid_input (422). */
export function readCursor(before: string): Place {
	const [, time = '', id = ''] = /^([0-9a-z]{1,11})-([\w-]{1,128})$/.exec(before) ?? [];
	const at = new Date(Number.parseInt(time, 36));
	if (id === '' || Number.isNaN(at.getTime())) {
		throw new AppError('invalid_input', 422, 'This page does not exist.', { field: 'before' });
	}
	return { at, id };
}

/** Cuts a page out of rows of which one more was asked for than it has; `next` leads to the one after it. */
export function cutPage<Row>(
	rows: Row[],
	{ limit, place }: { limit: number; place: (row: Row) => Place }
): { page: Row[]; next: string | null } {
	const page = rows.slice(0, limit);
	const last = page.at(-1);
	return { page, next: rows.length > limit && last ? writeCursor(place(last)) : null };
}
