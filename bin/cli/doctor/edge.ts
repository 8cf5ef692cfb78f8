import { reportCaddy } from '#caddy/report.ts';
import type { Examination } from './finding.ts';
import { isAtLeast } from './version.ts';

/** Older ones have known holes, or lack what Gantry would use. */
const wanted = '2.11.4';

export const examineCaddy: Examination = async ({ env }) => {
	try {
		const { version, missing } = await reportCaddy(env.GANTRY_CADDY);
		const isCurrent = version === 'unknown' || isAtLeast(version, wanted);
		const detail = isCurrent ? version : `${version}; ${wanted} or later mends known holes`;
		return [
			{ state: isCurrent ? 'ok' : 'warning', what: 'Caddy', detail },
			...missing.map((gain) => ({ state: 'warning' as const, what: '', detail: gain }))
		];
	} catch {
		const detail = `${env.GANTRY_CADDY} can not be run: install the package caddy, or set GANTRY_CADDY`;
		return [{ state: 'failure', what: 'Caddy', detail }];
	}
};
