import { Prisma } from '#prisma/client/client.ts';

/**
 * At most so many rows, a whole number. It stands in the text: of a limit that is a parameter Postgres expects
 * a tenth of the table, and so plans the statement anew each time, which takes longer than a page's rows.
 */
export function limitTo(rows: number): Prisma.Sql {
	if (!Number.isSafeInteger(rows) || rows < 0) throw new RangeError(`${rows} is no limit.`);
	return Prisma.raw(`limit ${rows}`);
}
