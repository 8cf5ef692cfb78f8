import type { Readable } from 'node:stream';

/** What a container shall be: plain data, computed by container-plan.ts, applied by the adapter. */
export interface ContainerPlan {
	name: string;
	image: string;
	labels: Record<string, string>;
	network: string;
	variables: Record<string, string>;
	memoryBytes: number;
	cpuMillis: number;
	pidsLimit: number;
	stopGraceSeconds: number;
}

export type ContainerState = 'created' | 'running' | 'restarting' | 'exited' | 'dead' | 'paused';

export interface Container {
	id: string;
	name: string;
	labels: Record<string, string>;
	state: ContainerState;
	/** IPv4 on its project's network; null while it has none. */
	address: string | null;
	exitCode: number | null;
	outOfMemory: boolean;
	startedAt: Date | null;
}

export interface RuntimeEvent {
	kind: 'started' | 'stopped' | 'removed';
	container: string;
	labels: Record<string, string>;
}

export interface Runtime {
	ensureNetwork(name: string, labels: Record<string, string>): Promise<void>;
	removeNetwork(name: string): Promise<void>;
	/** Finds the container of that name or creates it, and starts it. Errors: image_not_found, container_not_started. */
	start(plan: ContainerPlan, options: { signal: AbortSignal }): Promise<Container>;
	/** null when there is none of that name. */
	inspect(name: string): Promise<Container | null>;
	/** Asks it to stop, waits its grace, kills it, removes it. Safe when it is gone. */
	remove(name: string, options: { graceSeconds: number }): Promise<void>;
	stop(name: string, options: { graceSeconds: number }): Promise<void>;
	list(labels: Record<string, string>): Promise<Container[]>;
	/** Raw lines with Docker's timestamps, `since` inclusive (nanosecond RFC 3339). Ends when the container stops. */
	logs(
		name: string,
		options: { since?: string; tail?: number; follow: boolean; signal: AbortSignal }
	): Promise<Readable>;
	/** The last lines a container printed, for error messages. */
	lastLines(name: string, count: number): Promise<string[]>;
	networks(labels: Record<string, string>): Promise<string[]>;
	/** Yields until `signal` aborts or the engine goes away. */
	events(options: {
		labels: Record<string, string>;
		signal: AbortSignal;
	}): AsyncIterable<RuntimeEvent>;
	/** Engine version, for health and doctor. Errors: docker_unreachable. */
	version(options: { signal: AbortSignal }): Promise<string>;
}
