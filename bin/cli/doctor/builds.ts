import { findGovernor } from '#engine/build/governor/find-governor.ts';
import { computeLimits } from '#lib/rules/build-limits.ts';
import { thisHost } from '#lib/server/settings/build-rules.ts';
import { openDocker } from '../../docker.ts';
import type { Examination } from './finding.ts';

/** Are builds kept from taking the machine? */
export const examineBuilds: Examination = async ({ env }) => {
	const what = 'Builds';
	const dockerHost = env.DOCKER_HOST;
	const governor = await findGovernor(openDocker(dockerHost, 5000), { dockerHost }).catch(
		() => null
	);
	// That the engine does not answer stands above.
	if (!governor) return [];
	const reached = await governor.reach();
	if (reached.holds === 'nothing') {
		return [{ state: 'warning', what, detail: `run without limits because ${reached.because}` }];
	}
	const { slots, memoryBytes } = computeLimits(await thisHost());
	const megabytes = Math.round(memoryBytes / 2 ** 20);
	const scope = reached.holds === 'together' ? 'all together' : 'each step by itself';
	const detail = `limited, ${scope}; unless the settings say otherwise to ${megabytes} MB, ${slots} at once`;
	return [{ state: 'ok', what, detail }];
};
