import type { BuildLimits, BuildRules } from '#engine/build/governor/port.ts';

/** The machine that builds share with the apps. */
export interface Host {
	memoryBytes: number;
	swapBytes: number;
	cores: number;
}

/** What the settings chose; null: computed. */
export interface ChosenBuildSettings {
	buildSlots: number | null;
	buildMemoryBytes: bigint | null;
	buildCpuMillis: number | null;
	buildPidsLimit: number | null;
	buildSeconds: number | null;
	buildIdleSeconds: number | null;
}

export const nothingChosen: ChosenBuildSettings = {
	buildSlots: null,
	buildMemoryBytes: null,
	buildCpuMillis: null,
	buildPidsLimit: null,
	buildSeconds: null,
	buildIdleSeconds: null
};

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

const within = (low: number, value: number, high: number) => Math.min(high, Math.max(low, value));

/**
 * What builds may use of a machine. A quarter of the memory, 512 MB to 8 GB, stays out of their reach for the
 * panel, the database and the apps, and half of the swap; all cores are theirs while nobody else wants
 * them. As many builds at once as leave each two cores and 1 GB.
 */
export function computeLimits({ memoryBytes, swapBytes, cores }: Host): BuildLimits {
	const kept = within(512 * mebibyte, memoryBytes / 4, 8 * gibibyte);
	// Whole megabytes, as they are shown and typed.
	const memory = Math.floor(Math.max(memoryBytes - kept, memoryBytes / 2) / mebibyte) * mebibyte;
	return {
		memoryBytes: memory,
		swapBytes: Math.floor(swapBytes / 2 / mebibyte) * mebibyte,
		cpuMillis: 0,
		pidsLimit: within(4096, cores * 1024, 16_384),
		slots: Math.max(1, Math.min(Math.floor(cores / 2), Math.floor(memory / gibibyte)))
	};
}

/** What a person chose, else what the machine gives: ten minutes in all, five in silence. */
export function buildRules(host: Host, chosen: ChosenBuildSettings = nothingChosen): BuildRules {
	const computed = computeLimits(host);
	return {
		limits: {
			memoryBytes: Number(chosen.buildMemoryBytes ?? computed.memoryBytes),
			swapBytes: computed.swapBytes,
			cpuMillis: chosen.buildCpuMillis ?? computed.cpuMillis,
			pidsLimit: chosen.buildPidsLimit ?? computed.pidsLimit,
			slots: chosen.buildSlots ?? computed.slots
		},
		seconds: chosen.buildSeconds ?? 600,
		idleSeconds: chosen.buildIdleSeconds ?? 300
	};
}
