import { Prisma } from '#prisma/client/client.ts';

/**
 * At most so many rows, a whole number. It stands in the text: of a limit that is a parameter Postgres expects
 * a tenth of the table, and may choose to read and sort it whole for the few rows of a page.
 */
export function limitTo(rows: number): Prisma.Sql {
	if (!Number.isSafeInteger(rows) || rows < 0) throw new RangeError(`${rows} is no limit.`);
	return Prisma.raw(`limit ${rows}`);
}
