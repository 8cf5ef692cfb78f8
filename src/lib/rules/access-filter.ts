import type { AccessRow } from './access-row.ts';

export const statusClasses = ['2', '3', '4', '5'] as const;
export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Which requests are shown; null: all. */
export interface AccessFilter {
	/** First digit of the status. */
	status: (typeof statusClasses)[number] | null;
	method: (typeof methods)[number] | null;
	/** Somewhere in host and path, in any case. */
	text: string | null;
	/** Milliseconds that it took at least. */
	slow: number | null;
}

export const everything: AccessFilter = { status: null, method: null, text: null, slow: null };

const longestText = 200;

/** Reads a filter from an address. What is no filter of ours filters nothing. */
export function readFilter(query: URLSearchParams): AccessFilter {
	const given = (name: string) => query.get(name)?.trim() ?? '';
	const slow = Number(given('slow'));
	const text = given('q').slice(0, longestText);
	return {
		status: statusClasses.find((status) => status === given('status')) ?? null,
		method: methods.find((method) => method === given('method')) ?? null,
		text: text === '' ? null : text,
		slow: Number.isFinite(slow) && slow > 0 ? slow : null
	};
}

/** The same for an address; '' for everything. */
export function writeFilter({ status, method, text, slow }: AccessFilter): string {
	const query = new URLSearchParams();
	if (status) query.set('status', status);
	if (method) query.set('method', method);
	if (text) query.set('q', text);
	if (slow) query.set('slow', String(slow));
	return query.toString();
}

export function matches(row: AccessRow, { status, method, text, slow }: AccessFilter): boolean {
	if (status !== null && String(row.status)[0] !== status) return false;
	if (method !== null && row.method !== method) return false;
	if (slow !== null && row.milliseconds < slow) return false;
	if (text === null) return true;
	return `${row.host}${row.path}`.toLowerCase().includes(text.toLowerCase());
}
