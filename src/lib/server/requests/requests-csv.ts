import { matches, type AccessFilter } from '#lib/rules/access-filter.ts';
import { unpackRow, type AccessRow } from '#lib/rules/access-row.ts';
import { csvLine } from '../http/csv.ts';
import { writeLog } from '../logs/download.ts';

const head = 'time,status,method,host,path,milliseconds,bytes,address,protocol\r\n';

export function csvRow(row: AccessRow): string {
	const { at, status, method, host, path, milliseconds, bytes, address, protocol } = row;
	return csvLine([
		...[new Date(at).toISOString(), status, method, host, path],
		...[milliseconds, bytes, address, protocol]
	]);
}

/** All requests that match, oldest first, read only as fast as they are taken. */
export function requestsCsv(
	path: string,
	{ filter, signal }: { filter: AccessFilter; signal: AbortSignal }
): ReadableStream<Uint8Array> {
	return writeLog(path, {
		head,
		write(lines) {
			const rows = lines.flatMap(({ at, text }) => {
				const row = unpackRow(at, text);
				return row && matches(row, filter) ? [csvRow(row)] : [];
			});
			return rows.join('');
		},
		signal
	});
}
