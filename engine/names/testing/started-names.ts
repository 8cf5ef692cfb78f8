import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../testing/free-port.ts';
import { startNames, type NamesSettings } from '../responder.ts';

/** A responder in a folder of its own. */
export async function startedNames(over: Partial<NamesSettings> = {}) {
	const folder = await mkdtemp(join(tmpdir(), 'gantry-names-'));
	const settings: NamesSettings = {
		dnsSocket: join(folder, 'dns.sock'),
		controlSocket: join(folder, 'control.sock'),
		askPort: await freePort(),
		pagesPort: await freePort(),
		sitesPort: await freePort(),
		httpsPort: 443,
		file: join(folder, 'names.json'),
		caddyStorage: join(folder, 'caddy'),
		...over
	};
	const stop = await startNames(settings);
	return {
		settings,
		stop: async () => {
			await stop();
			await rm(folder, { recursive: true });
		}
	};
}
