import type Docker from 'dockerode';
import type { ContainerStats } from 'dockerode';
import { socketOf, unless } from '../runtime/docker-client.ts';
import { cgroupReader, type ReadUsage } from './cgroup.ts';
import { machineUsage } from './machine.ts';
import type { ContainerUsage, UsageMeter } from './port.ts';

interface Place {
	startedAt: number | null;
	/** null: it can not be seen from here, so the engine is asked each time. */
	read: ReadUsage | null;
}

/**
 * Reads containers from the kernel, once the engine has said where each of them is: asking the engine for
 * their numbers costs it some milliseconds each, and a stream of them some more all the time. Where the
 * kernel does not show them, as on another machine, the engine is asked. `folder` is on the disk that counts.
 */
export function dockerMeter(docker: Docker, { folder }: { folder: string }): UsageMeter {
	const isLocal = socketOf(docker) !== null;
	const places = new Map<string, Place>();

	async function find(id: string, startedAt: Date | null): Promise<Place | null> {
		const found = await unless([404], docker.getContainer(id).inspect());
		if (!found?.State.Pid) return null;
		const read = isLocal ? cgroupReader(found.State.Pid) : null;
		const place = { startedAt: startedAt?.getTime() ?? null, read };
		places.set(id, place);
		return place;
	}

	return {
		async container(id, { startedAt, signal }) {
			signal.throwIfAborted();
			const known = places.get(id);
			const isSame = known?.startedAt === (startedAt?.getTime() ?? null);
			const place = known && isSame ? known : await find(id, startedAt);
			if (!place) return null;
			if (!place.read) return askEngine(docker, id);
			try {
				return place.read();
			} catch {
				// It has ended, or was started again meanwhile.
				places.delete(id);
				return null;
			}
		},

		machine: () => (isLocal ? machineUsage(folder) : Promise.resolve(null)),

		keep(ids) {
			for (const id of places.keys()) if (!ids.has(id)) places.delete(id);
		}
	};
}

async function askEngine(docker: Docker, id: string): Promise<ContainerUsage | null> {
	const asked = docker.getContainer(id).stats({ stream: false, 'one-shot': true });
	const found = await unless([404, 409], asked);
	return found && fromStats(found);
}

/** What the engine says, in our words; nothing of a container that does not run. */
export function fromStats(found: ContainerStats): ContainerUsage | null {
	const { cpu_stats: cpu, memory_stats: memory, networks, blkio_stats: blkio } = found;
	if (!memory.usage) return null;
	const stats = memory.stats as Record<string, number> | undefined;
	const inactive = stats?.total_inactive_file ?? stats?.inactive_file ?? 0;
	const blocks = (blkio?.io_service_bytes_recursive ?? []) as { op: string; value: number }[];
	const bytesOf = (kind: string) =>
		blocks.filter(({ op }) => op.toLowerCase() === kind).reduce((sum, { value }) => sum + value, 0);
	const wires = Object.values(networks ?? {});
	return {
		cpuSeconds: cpu.cpu_usage.total_usage / 1e9,
		memoryBytes: Math.max(0, memory.usage - inactive),
		memoryLimitBytes: memory.limit > 0 ? memory.limit : null,
		receivedBytes: wires.reduce((sum, { rx_bytes: bytes }) => sum + bytes, 0),
		sentBytes: wires.reduce((sum, { tx_bytes: bytes }) => sum + bytes, 0),
		readBytes: bytesOf('read'),
		writtenBytes: bytesOf('write')
	};
}
