import type { Governor } from './port.ts';

/** Where nothing can be limited. `because` ends the sentence "builds run without limits because …". */
export function noGovernor(because: string): Governor {
	return {
		reach: async () => ({ holds: 'nothing', because }),
		limit: async () => ({ holds: 'nothing', because }),
		tend: async () => ({ memoryHits: 0, kills: 0, refusedForks: 0 }),
		onStep: () => () => {}
	};
}
