/** Days that requests are kept, unless another number is chosen. */
export const defaultRequestDays = 30;

/** One answer of the edge to a visitor. */
export interface AccessRow {
	/** Milliseconds since the epoch, when it ended. */
	at: number;
	/** 0: the visitor went away before there was one. */
	status: number;
	method: string;
	host: string;
	/** With its query, in which the values of secrets are struck out. */
	path: string;
	milliseconds: number;
	/** Of the answer's body. */
	bytes: number;
	/** The visitor's network, or whole address when that is switched on. */
	address: string;
	protocol: string;
}

/** Of a path; what is longer is cut. */
const longestPath = 2_048;

/** What the store keeps in a line, besides the time. */
export function packRow(row: AccessRow): string {
	const path = row.path.slice(0, longestPath);
	const { status, method, host, milliseconds, bytes, address, protocol } = row;
	return JSON.stringify([status, method, host, path, milliseconds, bytes, address, protocol]);
}

/** The row of a line; null for what is none of ours, such as a line about dropped ones. */
export function unpackRow(at: number, text: string): AccessRow | null {
	if (!text.startsWith('[')) return null;
	try {
		const [status, method, host, path, milliseconds, bytes, address, protocol] = JSON.parse(
			text
		) as [number, string, string, string, number, number, string, string];
		return { at, status, method, host, path, milliseconds, bytes, address, protocol };
	} catch {
		return null;
	}
}
