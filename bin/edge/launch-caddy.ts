import { Agent } from 'node:http';
import { rm, writeFile } from 'node:fs/promises';
import { CaddyAdmin, CaddyRefusal } from '#caddy/admin.ts';
import { edgeConfig } from '#caddy/config.ts';
import { readEdgePorts, writeEdgePorts } from '#caddy/installed.ts';
import type { CaddyLevel } from '#caddy/level.ts';
import { caddyEnvironment } from './environment.ts';
import { withFreeSites } from './loopback-ports.ts';
import type { Kept } from './keep.ts';
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

/** Small, and there in each of our configurations. */
const telling = '/apps/http/servers/https/listen';

/**
 * Asks Caddy again and again over one connection. It closes all of them when its configuration changes, which is
 * the news: an emptied one is loaded again; a different one may be the worker's, and newer.
 */
export function caddyProbe({ paths, ensure }: Edge): Kept['probe'] {
	const agent = new KeptConnection({ keepAlive: true, maxSockets: 1 });
	const admin = new CaddyAdmin(paths.caddySocket, { agent });
	return async (signal) => {
		const { config } = await admin.read(telling, { signal }).catch(asEmptied).catch(asStranger);
		if (config === null) await ensure();
		return agent.end;
	};
}

class KeptConnection extends Agent {
	/** Aborts when the connection has ended. */
	end = new AbortController().signal;

	override createConnection(...given: Parameters<Agent['createConnection']>) {
		const end = new AbortController();
		this.end = end.signal;
		return super.createConnection(...given)?.once('close', () => end.abort());
	}
}

/** Of a part of what is not there Caddy says that there is no such path. */
function asEmptied(error: unknown): { config: null } {
	if (error instanceof CaddyRefusal && error.status === 400) return { config: null };
	throw error;
}
