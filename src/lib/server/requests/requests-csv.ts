import { matches, type AccessFilter } from '#lib/rules/access-filter.ts';
import { unpackRow, type AccessRow } from '#lib/rules/access-row.ts';
import { streamLogBatches } from '../logs/stream.ts';

const head = 'time,status,method,host,path,milliseconds,bytes,address,protocol\r\n';

/**
 * A field of a table (RFC 4180). What a visitor sent must not become a formula where the table is opened:
 * a leading quote keeps it text.
 */
function field(value: string | number): string {
	const text = String(value);
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvRow(row: AccessRow): string {
	const { at, status, method, host, path, milliseconds, bytes, address, protocol } = row;
	const values = [
		...[new Date(at).toISOString(), status, method, host, path],
		...[milliseconds, bytes, address, protocol]
	];
	return `${values.map(field).join(',')}\r\n`;
}

/** All requests that match, oldest first, read only as fast as they are taken. */
export function requestsCsv(
	path: string,
	{ filter, signal }: { filter: AccessFilter; signal: AbortSignal }
): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	const stopped = new AbortController();
	const batches = streamLogBatches(path, {
		follow: false,
		signal: AbortSignal.any([signal, stopped.signal])
	});
	return new ReadableStream({
		start: (controller) => controller.enqueue(encoder.encode(head)),
		async pull(controller) {
			const { done, value } = await batches.next();
			if (done) return controller.close();
			const rows = value.flatMap(({ at, text }) => {
				const row = unpackRow(at, text);
				return row && matches(row, filter) ? [csvRow(row)] : [];
			});
			controller.enqueue(encoder.encode(rows.join('')));
		},
		cancel: () => stopped.abort()
	});
}
