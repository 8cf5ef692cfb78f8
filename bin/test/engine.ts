import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '#engine/error.ts';
import { askDocker } from '../ask-docker.ts';
import { project } from '../up/project.js';

const host = 'unix:///var/run/docker.sock';
const startLimitMs = 60_000;
const stopLimitMs = 30_000;

/** Starts the engine unless one answers. Returns what stops it again; it outlives nothing of ours. */
export async function ensureEngine(say: (line: string) => void): Promise<() => Promise<void>> {
	if ((await askDocker(host)).kind === 'answers') return () => Promise.resolve();
	const path = join(project, '.cache/test/dockerd.log');
	say(`Starting dockerd (its log: ${path})`);
	await mkdir(dirname(path), { recursive: true });
	const log = await open(path, 'w');
	const engine = spawn('dockerd', [], { stdio: ['ignore', log.fd, log.fd], detached: true });
	const ended = once(engine, 'exit');
	await once(engine, 'spawn');
	await log.close();
	const deadline = performance.now() + startLimitMs;
	while ((await askDocker(host)).kind !== 'answers') {
		if (performance.now() > deadline || engine.exitCode !== null) {
			engine.kill();
			throw new AppError('docker_silent', 500, 'dockerd did not start.', {
				hint: `Its log: ${path}`
			});
		}
		await Promise.race([wait(50), ended]);
	}
	return () => stop(engine);
}

async function stop(engine: ChildProcess) {
	engine.kill('SIGTERM');
	const limit = setTimeout(() => engine.kill('SIGKILL'), stopLimitMs);
	if (engine.exitCode === null) await once(engine, 'exit');
	clearTimeout(limit);
}
