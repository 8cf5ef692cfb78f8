import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '#engine/error.ts';
import { openDocker } from '../docker.ts';
import { stopEdge } from '../edge/control.ts';
import { isRunning, runningFrom } from '../supervise/pid-file.ts';
import type { Command, Terminal } from './command.ts';

/** The worker has half a minute to finish, Postgres a minute. */
const limitMs = 120_000;

/** Asks the supervisor to stop, and waits until it did. False: it did not run. Errors: not_stopped. */
async function stopSupervisor({ paths }: Terminal): Promise<boolean> {
	const supervisor = await runningFrom(paths.supervisorPid);
	if (!supervisor) return false;
	process.kill(supervisor.pid, 'SIGTERM');
	const deadline = performance.now() + limitMs;
	while (isRunning(supervisor)) {
		if (performance.now() > deadline) {
			throw new AppError('not_stopped', 500, `Gantry (process ${supervisor.pid}) does not stop.`, {
				hint: `Its logs are in ${paths.root}/logs/gantry.`
			});
		}
		// It is not our child: only /proc tells when it is gone.
		await wait(50);
	}
	return true;
}

/** Stops the containers of this installation; they are kept, and start again with it. */
async function stopApps({ env, paths }: Terminal): Promise<number> {
	const label = await readFile(paths.label, 'utf8').catch(() => null);
	if (!label) return 0;
	const docker = openDocker(env.DOCKER_HOST);
	const filters = { label: [`gantry.installation=${label.trim()}`] };
	const containers = await docker.listContainers({ filters });
	await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).stop()));
	return containers.length;
}

export const stop: Command = {
	name: 'stop',
	summary: 'Stops panel, worker and database; sites keep answering.',
	options: { all: { type: 'boolean', meaning: 'the edge and the sites, too' } },
	async run(given, terminal) {
		const ran = await stopSupervisor(terminal);
		terminal.print(ran ? 'Gantry has stopped.' : 'Gantry did not run.');
		if (!given.all) return 0;
		await stopEdge(terminal.paths);
		const apps = await stopApps(terminal);
		terminal.print(`The edge and ${apps} containers have stopped.`);
		return 0;
	}
};
