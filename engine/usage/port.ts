/** What a container has used since it started, and holds now. */
export interface ContainerUsage {
	cpuSeconds: number;
	/** Without the files that the kernel would give up at once. */
	memoryBytes: number;
	/** null: as much as the machine has. */
	memoryLimitBytes: number | null;
	receivedBytes: number;
	sentBytes: number;
	/** On disks. */
	readBytes: number;
	writtenBytes: number;
}

/** What a machine has used since it started, and holds now. */
export interface MachineUsage {
	/** Seconds of all cores together. */
	cpuSeconds: number;
	cores: number;
	memoryBytes: number;
	memoryTotalBytes: number;
	/** Of the disk with Gantry's data. */
	diskBytes: number;
	diskTotalBytes: number;
	receivedBytes: number;
	sentBytes: number;
	readBytes: number;
	writtenBytes: number;
}

export interface UsageMeter {
	/** null when it does not run. `startedAt`: of the run that is meant. Errors: docker_unreachable. */
	container(
		id: string,
		options: { startedAt: Date | null; signal: AbortSignal }
	): Promise<ContainerUsage | null>;
	/** null where the kernel does not say. */
	machine(): Promise<MachineUsage | null>;
	/** Forgets where all but these containers are. */
	keep(ids: ReadonlySet<string>): void;
}
