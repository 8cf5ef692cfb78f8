import type { BuildLimits, Governor, Grip, Strain } from './port.ts';

export interface MemoryGovernor extends Governor {
	/** All that were asked for, oldest first. */
	limits: BuildLimits[];
	/** Tests let builds run into something. */
	strain: Strain;
	/** Set: the limits can not be had. */
	because: string | null;
}

/** Holds nothing and remembers what it was asked. */
export function memoryGovernor(): MemoryGovernor {
	const governor: MemoryGovernor = {
		limits: [],
		strain: { memoryHits: 0, kills: 0, refusedForks: 0 },
		because: null,
		async reach() {
			const { because } = governor;
			return because === null ? { holds: 'together' } : { holds: 'nothing', because };
		},
		async limit(limits): Promise<Grip> {
			if (governor.because !== null) return { holds: 'nothing', because: governor.because };
			governor.limits.push(limits);
			return { holds: 'together', ...limits };
		},
		tend: async () => ({ ...governor.strain }),
		onStep: () => () => {}
	};
	return governor;
}
