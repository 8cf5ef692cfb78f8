/**
 * A field of a table (RFC 4180). What others sent must not become a formula where the table is opened:
 * a leading quote keeps it text.
 */
function field(value: string | number): string {
	const text = String(value);
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One row of a table, with its line end. */
export const csvLine = (values: (string | number)[]) => `${values.map(field).join(',')}\r\n`;
