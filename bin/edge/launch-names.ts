import { readEdgePorts, writeEdgePorts } from '#caddy/installed.ts';
import type { NamesSettings } from '#engine/names/responder.ts';
import { programFile } from '../program-file.ts';
import { small } from '../up/project.js';
import type { Beats } from './beat.ts';
import { nodeEnvironment } from './environment.ts';
import { usablePorts } from './loopback-ports.ts';
import type { Edge } from './watchdog.ts';
import { launch, type Watched } from './watched.ts';

/** Names keeps its ports; when another program took one meanwhile, Caddy is told of new ones. */
export async function launchNames(
	{ env, paths, source, ensure }: Edge,
	beats: Beats | null
): Promise<Watched> {
	const kept = await readEdgePorts(paths);
	const ports = await usablePorts(kept);
	if (ports !== kept) await writeEdgePorts(paths, ports);
	const settings: NamesSettings = {
		dnsSocket: paths.namesDnsSocket,
		controlSocket: paths.namesSocket,
		askPort: ports.ask,
		pagesPort: ports.pages,
		sitesPort: ports.sites,
		httpsPort: env.GANTRY_HTTPS_PORT,
		file: paths.namesFile,
		caddyStorage: paths.caddyStorage
	};
	const names = await launch({
		command: process.execPath,
		args: [...small, programFile('names'), JSON.stringify(settings)],
		env: nodeEnvironment(source),
		pidFile: paths.namesPid,
		beats
	});
	if (kept !== null && ports !== kept) void ensure();
	return names;
}
