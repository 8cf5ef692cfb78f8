import { rm, writeFile } from 'node:fs/promises';
import { CaddyAdmin, CaddyRefusal } from '#caddy/admin.ts';
import { edgeConfig } from '#caddy/config.ts';
import { readEdgePorts, writeEdgePorts } from '#caddy/installed.ts';
import type { CaddyLevel } from '#caddy/level.ts';
import { caddyEnvironment } from './environment.ts';
import { withFreeSites } from './loopback-ports.ts';
import type { Edge } from './watchdog.ts';
import { adopt, launch, stopWatched, type Watched } from './watched.ts';

/** Starts Caddy with the whole configuration, so that sites answer without the worker. */
export async function launchCaddy(edge: Edge, level: CaddyLevel): Promise<Watched> {
	const { paths, env, source, settings } = edge;
	await rm(paths.caddySocket, { force: true });
	await ensureSitesPort(edge);
	const config = edgeConfig(await settings(), level);
	await writeFile(paths.caddyConfig, JSON.stringify(config, null, '\t'), { mode: 0o600 });
	return launch({
		command: env.GANTRY_CADDY,
		args: ['run', '--config', paths.caddyConfig],
		env: caddyEnvironment(paths, source),
		pidFile: paths.caddyPid
	});
}

/** When another program took the inner server's port meanwhile, names is started again, to say the new one. */
async function ensureSitesPort({ paths, say }: Edge): Promise<void> {
	const kept = await readEdgePorts(paths);
	if (!kept) return;
	const ports = await withFreeSites(kept);
	if (ports === kept) return;
	say(`Port ${kept.sites} was taken: sites of files are served on ${ports.sites} inside`);
	await writeEdgePorts(paths, ports);
	const names = await adopt(paths.namesPid);
	if (names) await stopWatched(names, 1_000);
}

/** Without its configuration an older Caddy listens on, but to other names than ours. */
function asStranger(error: unknown): never {
	if (!(error instanceof CaddyRefusal) || error.status !== 403) throw error;
	throw Object.assign(error, { code: 'stranger' });
}

/** An emptied configuration is loaded again; a different one may be the worker's, and newer. */
export async function probeCaddy({ paths, ensure }: Edge, signal: AbortSignal): Promise<void> {
	const { config } = await new CaddyAdmin(paths.caddySocket)
		.read('/', { signal })
		.catch(asStranger);
	const { apps } = (config ?? {}) as { apps?: { http?: { servers?: object } } };
	if (Object.keys(apps?.http?.servers ?? {}).length === 0) await ensure();
}
