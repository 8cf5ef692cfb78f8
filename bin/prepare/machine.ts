import { AppError } from '#engine/error.ts';
import type { Env } from '#env';
import { askDocker } from '../ask-docker.ts';
import { run } from '../run.ts';
import { dockerUnreachable, hasDockerd, isLocalEngine, startDocker } from './docker-engine.ts';
import { hasSystemctl, installPackages, notInstalled, type Missing } from './packages.ts';

const docker: Missing = { what: 'Docker', packages: ['docker.io', 'iptables'] };
const caddy: Missing = { what: 'Caddy', packages: ['caddy'], unit: 'caddy.service' };

async function hasCaddy(env: Env): Promise<boolean> {
	if ((await run(env.GANTRY_CADDY, ['version'])).code === 0) return true;
	if (env.GANTRY_CADDY === 'caddy') return false;
	throw new AppError('no_caddy', 500, `${env.GANTRY_CADDY} can not be run.`, {
		hint: 'GANTRY_CADDY must name a Caddy binary; unset it to use the one of the distribution.'
	});
}

/**
 * Sees to it that Docker answers and Caddy is there: installs them from the distribution and starts
 * the engine where that is allowed. Errors: not_installed, docker_silent, docker_forbidden, no_caddy.
 */
export async function ensureMachine(
	env: Env,
	{ mayInstall, log, say }: { mayInstall: boolean; log: string; say: (line: string) => void }
): Promise<void> {
	const isRoot = process.getuid?.() === 0;
	const host = env.DOCKER_HOST;
	const answer = await askDocker(host);
	const startable = isRoot && isLocalEngine(host);
	const missing: Missing[] = [];
	if (answer.kind === 'silent' && isLocalEngine(host) && !(await hasDockerd()))
		missing.push(docker);
	else if (answer.kind !== 'answers' && !startable) throw dockerUnreachable(host, answer);
	if (!(await hasCaddy(env))) missing.push(caddy);

	if (missing.length > 0) {
		const systemd = await hasSystemctl();
		if (!isRoot || !mayInstall) throw notInstalled(missing, systemd);
		say(`${missing.map(({ what }) => what).join(' and ')}: installing from the distribution`);
		await installPackages(missing, { systemd, say });
	}
	const now = answer.kind === 'answers' ? answer : await askDocker(host);
	const version = now.kind === 'answers' ? now.version : await startDocker(host, { log, say });
	say(`Docker: ${version} answers at ${host}`);
}
