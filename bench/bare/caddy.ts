import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CaddyAdmin } from '#caddy/admin.ts';
import { adminHost } from '#caddy/config.ts';
import { freePort } from '#engine/names/testing/started-names.ts';

export interface BareCaddy {
	/** https://bare.localhost:<port> */
	url: string;
	/** One PATCH of the one route's upstream. */
	pointTo(target: { address: string; port: number }, signal: AbortSignal): Promise<void>;
	stop(): Promise<void>;
}

const host = 'bare.localhost';
const upstreamPath = '/apps/http/servers/bare/routes/0/handle/0/upstreams/0';

/** A plain Caddy with one static route, HTTPS by its internal CA, in a folder of its own. */
export async function startBareCaddy(binary: string, signal: AbortSignal): Promise<BareCaddy> {
	const folder = await mkdtemp(join(tmpdir(), 'gantry-bare-caddy-'));
	const socket = join(folder, 'admin.sock');
	const ports = { http: await freePort(), https: await freePort() };
	await writeFile(join(folder, 'caddy.json'), JSON.stringify(config(folder, socket, ports)));
	const child = spawn(binary, ['run', '--config', join(folder, 'caddy.json')], {
		env: { PATH: process.env.PATH, HOME: folder },
		stdio: 'ignore'
	});
	const admin = new CaddyAdmin(socket);
	const stop = async () => {
		if (child.exitCode === null && child.kill()) await once(child, 'exit');
		await rm(folder, { recursive: true, force: true });
	};
	try {
		await untilAnswering(admin, AbortSignal.any([signal, AbortSignal.timeout(15_000)]));
	} catch (error) {
		await stop();
		throw error;
	}
	return {
		url: `https://${host}:${ports.https}`,
		stop,
		pointTo: ({ address, port }, within) =>
			admin.patch(upstreamPath, { dial: `${address}:${port}` }, { signal: within })
	};
}

function config(folder: string, socket: string, ports: { http: number; https: number }) {
	const proxy = { handler: 'reverse_proxy', upstreams: [{ dial: '127.0.0.1:1' }] };
	return {
		admin: { listen: `unix/${socket}`, origins: [adminHost], config: { persist: false } },
		logging: { logs: { default: { level: 'ERROR' } } },
		storage: { module: 'file_system', root: join(folder, 'storage') },
		apps: {
			http: {
				http_port: ports.http,
				https_port: ports.https,
				servers: {
					bare: {
						listen: [`127.0.0.1:${ports.https}`],
						routes: [{ match: [{ host: [host] }], handle: [proxy] }],
						automatic_https: { disable_redirects: true }
					}
				}
			},
			tls: { automation: { policies: [{ issuers: [{ module: 'internal' }] }] } },
			pki: { certificate_authorities: { local: { install_trust: false } } }
		}
	};
}

async function untilAnswering(admin: CaddyAdmin, signal: AbortSignal): Promise<void> {
	for (;;) {
		try {
			await admin.read('/', { signal });
			return;
		} catch {
			await delay(10, undefined, { signal });
		}
	}
}
