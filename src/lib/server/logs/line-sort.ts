import { isShown, type LogFilter } from '#lib/rules/log-filter.ts';
import { parseLine } from './parse-line.ts';

/**
 * Begins to sort a log's lines into views: what it returns says into which one the line between `begin` and
 * `end` belongs, null: into none.
 */
export type LineSort = () => (bytes: Buffer, begin: number, end: number) => string | null;

const tab = 9;

/** All lines in one view, named ''. */
export const allLines: LineSort = () => () => '';

/** Those that a filter lets through, in the view named ''. */
export const linesOf =
	(filter: LogFilter): LineSort =>
	() =>
	(bytes, begin, end) =>
		isShown(parseLine(bytes.toString('utf8', begin, end)), filter) ? '' : null;

/** A view for each source: the steps of a deployment. */
export const linesBySource: LineSort = () => {
	// Neighbours mostly are of one source, which is not decoded again and again.
	let known = Buffer.alloc(0);
	let name = '';
	return (bytes, begin, end) => {
		const from = sourceStart(bytes, begin, end);
		if (from === -1) return '';
		const to = bytes.indexOf(tab, from);
		if (to === -1 || to > end) return '';
		if (to - from === known.length && known.compare(bytes, from, to) === 0) return name;
		known = Buffer.from(bytes.subarray(from, to));
		return (name = known.toString('utf8'));
	};
};

/** After "<epoch ms>\t<letter>\t"; -1: it is no line of ours. */
function sourceStart(bytes: Buffer, begin: number, end: number): number {
	const time = bytes.indexOf(tab, begin);
	return time !== -1 && time + 2 < end && bytes[time + 2] === tab ? time + 3 : -1;
}
