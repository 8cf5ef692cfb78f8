import { readFileSync } from 'node:fs';
import { diskSpace } from '../disk-space.ts';
import { hostMemory } from '../runtime/host-memory.ts';
import { busySeconds, diskstats, networkBytes } from './kernel-text.ts';
import type { MachineUsage } from './port.ts';

/** Bridges and the ends of containers carry again what came in at the machine's own interfaces. */
const isInner = (name: string) => /^(lo|docker|br-|veth|virbr|cni|flannel|tun|dummy)/.test(name);

/** This machine's numbers; null where the kernel does not say. `folder` is on the disk that counts. */
export async function machineUsage(folder: string): Promise<MachineUsage | null> {
	const memory = await hostMemory();
	if (!memory) return null;
	const { freeBytes, totalBytes } = await diskSpace(folder);
	return {
		...busySeconds(text('/proc/stat')),
		memoryBytes: memory.totalBytes - memory.availableBytes,
		memoryTotalBytes: memory.totalBytes,
		diskBytes: totalBytes - freeBytes,
		diskTotalBytes: totalBytes,
		...networkBytes(text('/proc/net/dev'), (name) => !isInner(name)),
		...diskstats(text('/proc/diskstats'))
	};
}

function text(path: string): string {
	try {
		return readFileSync(path, 'latin1');
	} catch {
		return '';
	}
}
