import { stat } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import { diskSpace, type Space } from '../../disk-space.ts';

/** What the machine has left, asked anew each time. */
export interface Room {
	/** null: not known, as of another machine. */
	memory(): Promise<Space | null>;
	/** Of each disk that builds write to, once. */
	disks(): Promise<Space[]>;
}

/** What stays free, in bytes, of a total. */
export interface Floors {
	/** A build begins only above it. */
	memory(totalBytes: number): number;
	/** A build begins only above it. */
	disk(totalBytes: number): number;
	/** A build that falls below it is ended. */
	diskDuring(totalBytes: number): number;
}

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

const diskFloor = (total: number) => Math.min(total / 10, 5 * gibibyte);

/** A tenth, but of a large machine no more than a database and its neighbours need to go on. */
export const floors: Floors = {
	memory: (total) => Math.min(Math.max(total / 10, 128 * mebibyte), gibibyte),
	disk: diskFloor,
	diskDuring: (total) => diskFloor(total) / 2
};

/** This machine. Folders that do not exist are left out: the engine's may be out of sight. */
export function machineRoom({
	folders,
	knowsMemory
}: {
	folders: () => Promise<string[]>;
	knowsMemory: boolean;
}): Room {
	return {
		memory: async () => (knowsMemory ? { freeBytes: freemem(), totalBytes: totalmem() } : null),
		async disks() {
			const byDevice = new Map<number, Space>();
			for (const folder of await folders()) {
				const found = await Promise.all([stat(folder), diskSpace(folder)]).catch(() => null);
				if (!found) continue;
				const [{ dev }, space] = found;
				byDevice.set(dev, space);
			}
			return [...byDevice.values()];
		}
	};
}
