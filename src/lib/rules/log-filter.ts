import { levels, levelOf, type LogLevel } from './log-level.ts';
import type { LogRow } from './log-row.ts';
import { processOfSource } from './log-source.ts';
import { deploymentOfSource } from './release-line.ts';

export const streams = ['stdout', 'stderr', 'gantry'] as const;

/** Times up to now, in milliseconds. */
export const spans = { '15m': 15 * 60_000, '1h': 3_600_000, '24h': 86_400_000 } as const;
export type LogSpan = keyof typeof spans;

/** Which lines of a service's log are shown; null: all. */
export interface LogFilter {
	level: LogLevel | null;
	stream: LogRow['stream'] | null;
	/** Name of a process; '' is the one that answers requests. */
	process: string | null;
	/** Number of a replica, from 1. */
	replica: number | null;
	/** Those of the last so many minutes or hours. */
	last: LogSpan | null;
	/** Those written at that time or later, in milliseconds since the epoch. */
	since: number | null;
	/** Those written before that time. */
	until: number | null;
}

const processShape = /^[A-Za-z][\w-]{0,62}$/;

/** Reads a filter from an address. What is no filter of ours filters nothing. */
export function readLogFilter(query: URLSearchParams): LogFilter {
	const given = (name: string) => query.get(name)?.trim() ?? '';
	const process = given('process');
	const replica = Number(given('replica'));
	const last = spanNames.find((span) => span === given('last')) ?? null;
	return {
		level: levels.find((level) => level === given('level')) ?? null,
		stream: streams.find((stream) => stream === given('stream')) ?? null,
		process: process === 'web' ? '' : processShape.test(process) ? process : null,
		replica: Number.isSafeInteger(replica) && replica > 0 && replica < 1000 ? replica : null,
		last,
		since: last ? null : readTime(given('since')),
		until: last ? null : readTime(given('until'))
	};
}

const spanNames = Object.keys(spans) as LogSpan[];
const timeShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/;

/** "2026-01-31T09:30" or to the second; without a zone it is UTC, as all times of a log. */
function readTime(given: string): number | null {
	const plain = given.replace(/Z$/, '');
	const time = timeShape.test(plain) ? Date.parse(`${plain}Z`) : Number.NaN;
	return Number.isFinite(time) ? time : null;
}

/** A time as an address and a form's field have it: "2026-01-31T09:30", finer where it is. */
export const writeTime = (time: number) =>
	new Date(time).toISOString().replace(/(:00)?\.000Z$|Z$/, '');

/** The same with "the last hour" as a time of day, `now` being in milliseconds since the epoch. */
export function atTimes(filter: LogFilter, now: number): LogFilter {
	const { last } = filter;
	return last === null ? filter : { ...filter, last: null, since: now - spans[last] };
}

/** The filter, for an address, of what was written around a deployment. */
export function logAround(startedAt: Date, completedAt: Date | null): string {
	const whole = (time: number) => writeTime(Math.floor(time / 1000) * 1000);
	const query = new URLSearchParams({ since: whole(startedAt.getTime() - 60_000) });
	if (completedAt) query.set('until', whole(completedAt.getTime() + 10 * 60_000));
	return query.toString();
}

/** The same for an address; '' for everything. */
export function writeLogFilter(filter: LogFilter): string {
	const { level, stream, process, replica, last, since, until } = filter;
	const query = new URLSearchParams();
	if (level) query.set('level', level);
	if (stream) query.set('stream', stream);
	if (process !== null) query.set('process', process || 'web');
	if (replica) query.set('replica', String(replica));
	if (last) query.set('last', last);
	if (since !== null) query.set('since', writeTime(since));
	if (until !== null) query.set('until', writeTime(until));
	return query.toString();
}

export function isShown(
	{ stream, source, text }: Pick<LogRow, 'stream' | 'source' | 'text'>,
	filter: LogFilter
): boolean {
	if (filter.stream !== null && stream !== filter.stream) return false;
	if (filter.level !== null && levelOf(text) !== filter.level) return false;
	return isOf(source, filter) || deploymentOfSource(source) !== null;
}

const isOf = (source: string, { process, replica }: Pick<LogFilter, 'process' | 'replica'>) =>
	(process === null || (processOfSource(source) ?? '') === process) &&
	(replica === null || replicaOf(source) === replica);

/** The number at the end of a container's name; one alone is the first. */
const replicaOf = (source: string) => Number(/-(\d{1,3})$/.exec(source)?.[1] ?? 1);
