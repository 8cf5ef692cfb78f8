import type { ContainerUsage, MachineUsage } from '#engine/usage/port.ts';

/** What is used a second, since the reading before. */
export interface RatesNow {
	cpuMillis: number;
	receivedPerSecond: number;
	sentPerSecond: number;
	readPerSecond: number;
	writtenPerSecond: number;
}

export interface ContainerNow extends ContainerUsage {
	name: string;
	projectId: string;
	serviceId: string;
	/** Of a Procfile; "web" answers requests. */
	process: string;
	/** Milliseconds since the epoch. */
	startedAt: number | null;
	rates: RatesNow | null;
}

export interface MachineNow extends MachineUsage {
	rates: RatesNow | null;
}

/** Answers since the worker started. */
export interface RequestsNow {
	/** Of all, whoever's they were, under `machineSeries`. */
	serviceId: string;
	/** By the hundreds of their status, from 1xx on. */
	statuses: number[];
	bytes: number;
	/** Seconds that all of them took together. */
	seconds: number;
	/** In the buckets of rules/metrics/latency.ts. */
	latency: number[];
}

/** The worker's last reading of everything, at most some seconds old. */
export interface UsageNow {
	machine: MachineNow | null;
	containers: ContainerNow[];
	requests: RequestsNow[];
}
