import { levels, levelOf, type LogLevel } from './log-level.ts';
import type { LogRow } from './log-row.ts';
import { processOfSource } from './log-source.ts';

export const streams = ['stdout', 'stderr', 'gantry'] as const;

/** Which lines of a service's log are shown; null: all. */
export interface LogFilter {
	level: LogLevel | null;
	stream: LogRow['stream'] | null;
	/** Name of a process; '' is the one that answers requests. */
	process: string | null;
	/** Number of a replica, from 1. */
	replica: number | null;
}

const processShape = /^[A-Za-z][\w-]{0,62}$/;

/** Reads a filter from an address. What is no filter of ours filters nothing. */
export function readLogFilter(query: URLSearchParams): LogFilter {
	const given = (name: string) => query.get(name)?.trim() ?? '';
	const process = given('process');
	const replica = Number(given('replica'));
	return {
		level: levels.find((level) => level === given('level')) ?? null,
		stream: streams.find((stream) => stream === given('stream')) ?? null,
		process: process === 'web' ? '' : processShape.test(process) ? process : null,
		replica: Number.isSafeInteger(replica) && replica > 0 && replica < 1000 ? replica : null
	};
}

/** The same for an address; '' for everything. */
export function writeLogFilter({ level, stream, process, replica }: LogFilter): string {
	const query = new URLSearchParams();
	if (level) query.set('level', level);
	if (stream) query.set('stream', stream);
	if (process !== null) query.set('process', process || 'web');
	if (replica) query.set('replica', String(replica));
	return query.toString();
}

export function isShown(
	{ stream, source, text }: Pick<LogRow, 'stream' | 'source' | 'text'>,
	filter: LogFilter
): boolean {
	if (filter.stream !== null && stream !== filter.stream) return false;
	if (filter.process !== null && (processOfSource(source) ?? '') !== filter.process) return false;
	if (filter.replica !== null && replicaOf(source) !== filter.replica) return false;
	return filter.level === null || levelOf(text) === filter.level;
}

/** The number at the end of a container's name; one alone is the first. */
const replicaOf = (source: string) => Number(/-(\d{1,3})$/.exec(source)?.[1] ?? 1);
