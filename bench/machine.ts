import { cpus, loadavg, totalmem } from 'node:os';
import { caddyVersion } from '#caddy/binary.ts';
import { connectDocker } from '#engine/runtime/docker-client.ts';
import { dockerRuntime } from '#engine/runtime/docker-runtime.ts';
import type { Env } from '#env';

/** One line about what the figures were taken on. */
export async function describeMachine(env: Env, signal: AbortSignal): Promise<string> {
	const [docker, caddy] = await Promise.all([
		dockerRuntime(connectDocker(env.DOCKER_HOST)).version({ signal }),
		caddyVersion(env.GANTRY_CADDY, { signal })
	]);
	const [first, ...others] = cpus();
	const memory = Math.round(totalmem() / 2 ** 30);
	return [
		`${others.length + 1} × ${first?.model ?? 'unknown CPU'}`,
		`${memory} GB`,
		`Docker ${docker}`,
		`Caddy ${caddy}`,
		`Node ${process.versions.node}`,
		`load ${loadavg()[0]?.toFixed(1)} before`
	].join(' · ');
}
