import type { ContainerUsage, MachineUsage } from '#engine/usage/port.ts';
import type { Values } from '#lib/rules/metrics/series.ts';

const counters = [
	'cpuSeconds',
	'receivedBytes',
	'sentBytes',
	'readBytes',
	'writtenBytes'
] as const satisfies readonly (keyof ContainerUsage & keyof MachineUsage)[];

export interface Rates {
	cpuMillis: number;
	receivedPerSecond: number;
	sentPerSecond: number;
	readPerSecond: number;
	writtenPerSecond: number;
}

type Counters = Record<(typeof counters)[number], number>;

/** What was used a second between two readings; null when it was started again between them. */
export function ratesBetween(before: Counters, after: Counters, seconds: number): Rates | null {
	if (seconds <= 0 || counters.some((name) => after[name] < before[name])) return null;
	const rate = (name: (typeof counters)[number]) => (after[name] - before[name]) / seconds;
	return {
		cpuMillis: rate('cpuSeconds') * 1000,
		receivedPerSecond: rate('receivedBytes'),
		sentPerSecond: rate('sentBytes'),
		readPerSecond: rate('readBytes'),
		writtenPerSecond: rate('writtenBytes')
	};
}

/** One container at one time; its rates are null until it was read twice. */
export interface ContainerReading {
	usage: ContainerUsage;
	rates: Rates | null;
}

/** What all containers of a service use together; null when nothing of it can be said yet. */
export function serviceValues(readings: ContainerReading[]): Values<'service'> | null {
	const running = readings.filter(({ rates }) => rates !== null);
	if (running.length === 0) return null;
	const sum = (of: (reading: ContainerReading) => number) =>
		running.reduce((total, reading) => total + of(reading), 0);
	const shares = running.map(({ usage }) =>
		usage.memoryLimitBytes ? usage.memoryBytes / usage.memoryLimitBytes : 0
	);
	return {
		cpuMillis: sum(({ rates }) => rates?.cpuMillis ?? 0),
		memoryBytes: sum(({ usage }) => usage.memoryBytes),
		memoryLimitBytes: sum(({ usage }) => usage.memoryLimitBytes ?? 0),
		receivedPerSecond: sum(({ rates }) => rates?.receivedPerSecond ?? 0),
		sentPerSecond: sum(({ rates }) => rates?.sentPerSecond ?? 0),
		readPerSecond: sum(({ rates }) => rates?.readPerSecond ?? 0),
		writtenPerSecond: sum(({ rates }) => rates?.writtenPerSecond ?? 0),
		containers: running.length,
		fullest: Math.max(...shares)
	};
}

export function machineValues(usage: MachineUsage, rates: Rates): Values<'machine'> {
	return {
		...rates,
		memoryBytes: usage.memoryBytes,
		memoryLimitBytes: usage.memoryTotalBytes,
		cpuLimitMillis: usage.cores * 1000,
		diskBytes: usage.diskBytes,
		diskLimitBytes: usage.diskTotalBytes
	};
}
