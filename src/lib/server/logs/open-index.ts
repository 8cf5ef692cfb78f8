import { writeLogFilter, type LogFilter } from '#lib/rules/log-filter.ts';
import { allLines, linesBySource, linesOf, type LineSort } from './line-sort.ts';
import { LogIndex, type LogPlaces } from './log-index.ts';
import { TimeWindow } from './time-window.ts';

/** An index has about a thousandth of its log's size. */
const mostKept = 64;

const kept = new Map<string, LogIndex>();

/** The index of a deployment's log, with a view for each step. */
export const openStepIndex = (path: string) => open(path, 'steps', linesBySource);

/** The index of a log with one view, named '', of the lines that a filter lets through. */
export function openFilteredIndex(path: string, filter: LogFilter): LogPlaces {
	const { since, until } = filter;
	const key = writeLogFilter({ ...filter, last: null, since: null, until: null });
	const index = open(path, `lines ${key}`, key === '' ? allLines : linesOf(filter));
	return since === null && until === null ? index : new TimeWindow(index, { since, until });
}

function open(path: string, key: string, sort: LineSort): LogIndex {
	const name = `${key} ${path}`;
	const index = kept.get(name) ?? new LogIndex(path, sort);
	// Those used last stand last.
	kept.delete(name);
	kept.set(name, index);
	const [oldest] = kept.keys();
	if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
	return index;
}
