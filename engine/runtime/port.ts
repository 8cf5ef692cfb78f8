import type { VolumeMount } from '../spec.ts';

/** What a container shall be: plain data, computed by container-plan.ts, applied by the adapter. */
export interface ContainerPlan {
	name: string;
	/** Docker's content id, so that a moved tag changes nothing. */
	image: string;
	labels: Record<string, string>;
	/** Program and arguments; null: what the image says. */
	command: string[] | null;
	/** The engine starts it again whenever it ends by itself. */
	restarts: boolean;
	network: string;
	variables: Record<string, string>;
	/** Named volumes; those that do not exist yet are made with it. */
	mounts: VolumeMount[];
	memoryBytes: number;
	cpuMillis: number;
	pidsLimit: number;
	/** null: what the image says, else SIGTERM. */
	stopSignal: string | null;
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
	/** When it ended last, although it may run again; null when it never did. */
	finishedAt: Date | null;
	/** How often the engine restarted it after it ended by itself. */
	restarts: number;
}

export interface RuntimeEvent {
	kind: 'started' | 'stopped' | 'removed';
	container: string;
	labels: Record<string, string>;
	/** Of a `stopped` container. */
	exitCode: number | null;
	/** Of a `stopped` container: it was asked to, it did not end by itself. */
	isAsked: boolean;
	/** Of a `stopped` container: it wanted more memory than it may have. */
	outOfMemory: boolean;
	at: Date;
}

export interface RuntimeLine {
	/** When the container wrote it: RFC 3339 with nanoseconds, as the engine says. */
	time: string;
	stream: 'stdout' | 'stderr';
	/** Without its line end. */
	text: string;
}

export interface Runtime {
	/** Errors: network_not_created. */
	ensureNetwork(name: string, labels: Record<string, string>): Promise<void>;
	/** Safe when it is gone. */
	removeNetwork(name: string): Promise<void>;
	/** Finds the container of that name or creates it, and starts it. Errors: image_not_found, container_not_started, volume_not_created. */
	start(plan: ContainerPlan, options: { signal: AbortSignal }): Promise<Container>;
	/** The running container `name`, when it was made as `plan` says but for name and deployment; else null. */
	twin(name: string, plan: ContainerPlan): Promise<Container | null>;
	/**
	 * Gives the running container `name` the name of `plan` when it was made in the same way but for name and
	 * deployment; null when there is no such container.
	 */
	adopt(name: string, plan: ContainerPlan): Promise<Container | null>;
	/** Starts a stopped container again, just as it was made; null when it is gone. */
	resume(name: string): Promise<Container | null>;
	/** Waits until it has ended by itself; null when it is gone. Errors: the signal's reason. */
	untilEnded(name: string, options: { signal: AbortSignal }): Promise<Container | null>;
	/** null when there is none of that name. */
	inspect(name: string): Promise<Container | null>;
	/** Asks it to stop, waits its grace, kills it, removes it. Safe when it is gone. */
	remove(name: string, options: { graceSeconds: number }): Promise<void>;
	/** Asks it to stop, waits its grace, kills it; it stays stopped. Safe when it is gone. */
	stop(name: string, options: { graceSeconds: number }): Promise<void>;
	list(labels: Record<string, string>): Promise<Container[]>;
	/**
	 * Lines from `since` (inclusive, RFC 3339 with nanoseconds) or the last `tail` ones, as many at a time as
	 * came together. With `follow` it ends when the container stops. Aborting `signal` ends it without an error.
	 */
	logs(
		name: string,
		options: { since?: string; tail?: number; follow: boolean; signal: AbortSignal }
	): AsyncIterable<RuntimeLine[]>;
	/** The last lines a container printed, for error messages. */
	lastLines(name: string, count: number): Promise<string[]>;
	/**
	 * Addresses and ports on which the container listens, as far as the machine lets us see it: [] when
	 * it does not. For the explanation of a failed health check.
	 */
	listening(name: string): Promise<{ address: string; port: number }[]>;
	/**
	 * Open connections to `port` of the container; null when the machine does not let us see them. One that
	 * is kept alive counts until the edge closes it, which is after 1.5 s without a request.
	 */
	connections(name: string, port: number): Promise<number | null>;
	/** Memory of the machine; null when it can not be seen. */
	hostMemory(): Promise<{ totalBytes: number; availableBytes: number } | null>;
	networks(labels: Record<string, string>): Promise<string[]>;
	/** Names of the volumes with these labels. They come into being with the first container that mounts them. */
	volumes(labels: Record<string, string>): Promise<string[]>;
	/** Bytes in them, by name; those that the engine can not count are left out. Takes long with many files. */
	volumeSizes(
		labels: Record<string, string>,
		options: { signal: AbortSignal }
	): Promise<Record<string, number>>;
	/** Removes one with its data. Safe when it is gone. Errors: volume_in_use. */
	removeVolume(name: string): Promise<void>;
	/** Yields from now on, or from `since`, until `signal` aborts or the engine goes away. */
	events(options: {
		labels: Record<string, string>;
		since?: Date;
		signal: AbortSignal;
	}): AsyncIterable<RuntimeEvent>;
	/** Engine version, for health and doctor. Errors: docker_unreachable. */
	version(options: { signal: AbortSignal }): Promise<string>;
}
