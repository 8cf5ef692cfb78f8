import { describe, expect, it } from 'vitest';
import { buildRules, computeLimits, nothingChosen } from './build-limits.ts';

const gibibyte = 2 ** 30;
const host = (gigabytes: number, cores: number, swapBytes = 0) => ({
	memoryBytes: gigabytes * gibibyte,
	swapBytes,
	cores
});

describe('what builds may use of a machine', () => {
	it.each([
		// memory of the machine, cores → memory for builds, at once, processes
		[1, 1, 0.5, 1, 4096],
		[2, 1, 1.5, 1, 4096],
		[4, 2, 3, 1, 4096],
		[8, 4, 6, 2, 4096],
		[24, 2, 18, 1, 4096],
		[64, 16, 56, 8, 16_384],
		[4, 32, 3, 3, 16_384]
	])('%d GB and %d cores: %d GB, %d at once', (memory, cores, gigabytes, slots, pidsLimit) => {
		expect(computeLimits(host(memory, cores))).toEqual({
			memoryBytes: gigabytes * gibibyte,
			swapBytes: 0,
			cpuMillis: 0,
			pidsLimit,
			slots
		});
	});

	it('is half of the swap, too', () => {
		expect(computeLimits(host(2, 1, 2 * gibibyte)).swapBytes).toBe(gibibyte);
	});

	it('is what a person chose, each by itself', () => {
		const chosen = { ...nothingChosen, buildMemoryBytes: 2n ** 31n, buildSeconds: 1800 };
		expect(buildRules(host(8, 4), chosen)).toEqual({
			limits: { ...computeLimits(host(8, 4)), memoryBytes: 2 * gibibyte },
			seconds: 1800,
			idleSeconds: 300
		});
	});
});
