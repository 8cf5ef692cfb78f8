import type { ContainerUsage, MachineUsage, UsageMeter } from './port.ts';

export interface MemoryMeter extends UsageMeter {
	/** What containers say, by id; tests change it. */
	containers: Map<string, ContainerUsage>;
	now: MachineUsage | null;
}

/** Numbers that exist in memory only. */
export function memoryMeter(): MemoryMeter {
	const containers = new Map<string, ContainerUsage>();
	const meter: MemoryMeter = {
		containers,
		now: null,
		container(id, { signal }) {
			signal.throwIfAborted();
			const found = containers.get(id);
			return Promise.resolve(found ? { ...found } : null);
		},
		machine: () => Promise.resolve(meter.now && { ...meter.now }),
		keep(ids) {
			for (const id of containers.keys()) if (!ids.has(id)) containers.delete(id);
		}
	};
	return meter;
}
