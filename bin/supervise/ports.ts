import { readFile } from 'node:fs/promises';
import { AppError } from '#engine/error.ts';
import type { Env } from '#env';
import { portHolder, type Holder } from './port-holder.ts';

/** A port that we are to listen on, and the setting that chooses it. */
export interface WantedPort {
	port: number;
	setting: string;
	what: string;
}

/** The ports of an installation; the edge's are its own already where it runs. */
export function portsOf(env: Env, { withEdge }: { withEdge: boolean }): WantedPort[] {
	const panel = { port: env.GANTRY_PORT, setting: 'GANTRY_PORT', what: 'the panel' };
	if (!withEdge) return [panel];
	return [
		panel,
		{ port: env.GANTRY_HTTP_PORT, setting: 'GANTRY_HTTP_PORT', what: 'HTTP' },
		{ port: env.GANTRY_HTTPS_PORT, setting: 'GANTRY_HTTPS_PORT', what: 'HTTPS' }
	];
}

/** The problem with one port, for people. */
export function describeTaken({ port, setting, what }: WantedPort, holder: Holder | 'unknown') {
	const by = holder === 'unknown' ? 'another program' : `${holder.name} (process ${holder.pid})`;
	return `Port ${port}, for ${what}, is held by ${by}: stop it, or set ${setting} to another port.`;
}

/** Ports below this one are for root only. */
async function firstFreeForAll(): Promise<number> {
	const text = await readFile('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8').catch(
		() => '1024'
	);
	return Number(text);
}

/** Errors: ports_unusable, naming every port that is taken or not ours to take. */
export async function checkPorts(wanted: WantedPort[], isRoot: boolean): Promise<void> {
	const problems: string[] = [];
	const lowest = isRoot ? 0 : await firstFreeForAll();
	for (const each of wanted) {
		const { port, setting, what } = each;
		const holder = await portHolder(port);
		if (holder) problems.push(describeTaken(each, holder));
		else if (port < lowest) {
			problems.push(
				`Port ${port}, for ${what}, is for root only: set ${setting} to ${lowest} or above.`
			);
		}
		const twin = wanted.find((other) => other !== each && other.port === port);
		if (twin) problems.push(`${setting} and ${twin.setting} are both ${port}.`);
	}
	if (problems.length === 0) return;
	throw new AppError('ports_unusable', 500, 'Gantry can not listen where it should.', {
		hint: problems.join('\n')
	});
}
