import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '#engine/error.ts';
import { askDocker } from '../ask-docker.ts';
import { run } from '../run.ts';

const defaultHost = 'unix:///var/run/docker.sock';
const startLimitMs = 60_000;

const hasServiceManager = () =>
	stat('/run/systemd/system').then(
		() => true,
		() => false
	);

/** May this engine be ours to install and start? Another DOCKER_HOST is somebody else's. */
export const isLocalEngine = (host: string) =>
	host === defaultHost || host === 'unix:///run/docker.sock';

export async function hasDockerd(): Promise<boolean> {
	return (await run('dockerd', ['--version'])).code === 0;
}

/** Errors: docker_forbidden, docker_silent. */
export function dockerUnreachable(
	host: string,
	answer: { kind: string; reason?: string }
): AppError {
	if (answer.kind === 'forbidden') {
		return new AppError('docker_forbidden', 500, `This user may not open the Docker socket.`, {
			hint: 'As root: usermod --append --groups docker <user>; then log in anew.'
		});
	}
	const reason = answer.reason ?? 'no answer';
	return new AppError(
		'docker_silent',
		500,
		`The Docker engine at ${host} does not answer: ${reason}`,
		{
			hint: 'Start it (systemctl start docker, as root), or set DOCKER_HOST to the engine to use.'
		}
	);
}

/** Starts the engine in the background; it outlives us, as the apps in it do. */
async function launch(log: string) {
	await mkdir(dirname(log), { recursive: true });
	const file = await open(log, 'a', 0o640);
	try {
		const child = spawn('dockerd', [], { detached: true, stdio: ['ignore', file.fd, file.fd] });
		await once(child, 'spawn');
		child.unref();
	} finally {
		await file.close();
	}
}

/** Starts this machine's engine, by its service manager where there is one. Returns its version. */
export async function startDocker(
	host: string,
	{ log, say }: { log: string; say: (line: string) => void }
): Promise<string> {
	if (await hasServiceManager()) {
		say('Docker: systemctl start docker');
		await run('systemctl', ['start', 'docker']);
	} else {
		say(`Docker: starting dockerd (its log: ${log})`);
		await launch(log);
	}
	const deadline = performance.now() + startLimitMs;
	for (;;) {
		const answer = await askDocker(host);
		if (answer.kind === 'answers') return answer.version;
		if (performance.now() > deadline) throw dockerUnreachable(host, answer);
		await wait(50);
	}
}
