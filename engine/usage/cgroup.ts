import { readFileSync } from 'node:fs';
import { blkioBytes, cgroupPaths, ioStat, limitOf, networkBytes, valueOf } from './kernel-text.ts';
import type { ContainerUsage } from './port.ts';

/**
 * Reads one container's numbers. The kernel answers from memory and never waits for a disk, so reading
 * in place costs a tenth of what asking a thread for it would.
 */
export type ReadUsage = () => ContainerUsage;

const read = (path: string) => readFileSync(path, 'latin1');

/** null when it is not there: an older kernel, or a controller that is switched off. */
function readMaybe(path: string): string {
	try {
		return read(path);
	} catch {
		return '';
	}
}

/**
 * How to read the cgroup and network of a process's container; null when they can not be seen from here,
 * as with an engine on another machine or in a namespace of its own.
 */
export function cgroupReader(pid: number, root = ''): ReadUsage | null {
	const paths = cgroupPaths(readMaybe(`${root}/proc/${pid}/cgroup`));
	const mount = `${root}/sys/fs/cgroup`;
	const network = () => networkBytes(read(`${root}/proc/${pid}/net/dev`), (name) => name !== 'lo');
	const reader =
		paths.memory === undefined
			? unified(`${mount}${paths[''] ?? ''}`, network)
			: separate(
					{
						cpu: `${mount}/cpuacct${paths.cpuacct ?? paths.memory}`,
						memory: `${mount}/memory${paths.memory}`,
						blkio: `${mount}/blkio${paths.blkio ?? paths.memory}`
					},
					network
				);
	try {
		reader();
		return reader;
	} catch {
		return null;
	}
}

type Network = () => { receivedBytes: number; sentBytes: number };

function unified(folder: string, network: Network): ReadUsage {
	return () => ({
		cpuSeconds: (valueOf(read(`${folder}/cpu.stat`), 'usage_usec') ?? 0) / 1e6,
		memoryBytes: held(read(`${folder}/memory.current`), readMaybe(`${folder}/memory.stat`), ''),
		memoryLimitBytes: limitOf(readMaybe(`${folder}/memory.max`)),
		...ioStat(readMaybe(`${folder}/io.stat`)),
		...network()
	});
}

function separate(
	{ cpu, memory, blkio }: { cpu: string; memory: string; blkio: string },
	network: Network
): ReadUsage {
	return () => ({
		cpuSeconds: Number(read(`${cpu}/cpuacct.usage`)) / 1e9,
		memoryBytes: held(
			read(`${memory}/memory.usage_in_bytes`),
			readMaybe(`${memory}/memory.stat`),
			'total_'
		),
		memoryLimitBytes: limitOf(readMaybe(`${memory}/memory.limit_in_bytes`)),
		...blkioBytes(readMaybe(`${blkio}/blkio.throttle.io_service_bytes`)),
		...network()
	});
}

/** As `docker stats` counts: files that were read once and not again are no need of the app. */
function held(usage: string, stat: string, prefix: string): number {
	const bytes = Number(usage);
	return Math.max(0, bytes - (valueOf(stat, `${prefix}inactive_file`) ?? 0));
}
