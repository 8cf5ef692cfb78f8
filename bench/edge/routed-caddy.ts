import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CaddyAdmin } from '#caddy/admin.ts';
import { adminHost } from '#caddy/config.ts';
import { freePort } from '#engine/testing/free-port.ts';
import type { Target } from '#engine/spec.ts';
import type { SwitchedEdge } from './switched-edge.ts';

const startDeadline = 20_000;

/** The usual way: a route a site, changed by PATCH. The certificate is made beforehand. */
export async function startRoutedCaddy(
	binary: string,
	{ host, sites, first }: { host: string; sites: number; first: Target }
): Promise<SwitchedEdge> {
	const folder = await mkdtemp(join(tmpdir(), 'gantry-bench-'));
	const admin = new CaddyAdmin(join(folder, 'admin.sock'));
	const ports = { http: await freePort(), https: await freePort() };
	const file = join(folder, 'caddy.json');
	await writeFile(file, JSON.stringify(config(folder, ports, { host, sites, first })));
	const child = spawn(binary, ['run', '--config', file], {
		env: { PATH: process.env.PATH, HOME: folder },
		stdio: 'ignore'
	});
	const stop = async () => {
		if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
		await rm(folder, { recursive: true, force: true });
	};
	try {
		await untilAnswering(admin);
	} catch (error) {
		await stop();
		throw error;
	}
	const path = '/apps/http/servers/bare/routes';
	let others = 0;
	return {
		httpsPort: ports.https,
		pointTo: (target) => admin.patch(`${path}/0/handle/0/upstreams/0`, { dial: dial(target) }),
		// A new list as a whole, as adding a domain to a site does.
		addDomain: () =>
			admin.patch(`${path}/1/match/0/host`, ['other.localhost', `d${others++}.test`]),
		addService: async () => {},
		removeService: async () => {},
		stop
	};
}

const dial = ({ address, port }: Target) => `${address}:${port}`;

function config(
	folder: string,
	ports: { http: number; https: number },
	{ host, sites, first }: { host: string; sites: number; first: Target }
) {
	const others = Array.from({ length: sites - 1 }, (_, index) => `other${index}.localhost`);
	const route = (name: string) => ({
		match: [{ host: [name] }],
		handle: [{ handler: 'reverse_proxy', upstreams: [{ dial: dial(first) }] }]
	});
	const server = {
		listen: [`127.0.0.1:${ports.https}`],
		routes: [host, ...others].map(route),
		tls_connection_policies: [{}],
		automatic_https: { disable: true }
	};
	return {
		admin: {
			listen: `unix/${join(folder, 'admin.sock')}`,
			origins: [adminHost],
			config: { persist: false }
		},
		logging: { logs: { default: { level: 'PANIC' } } },
		storage: { module: 'file_system', root: join(folder, 'storage') },
		apps: {
			http: { http_port: ports.http, https_port: ports.https, servers: { bare: server } },
			tls: {
				certificates: { automate: [host] },
				automation: { policies: [{ issuers: [{ module: 'internal' }] }] }
			},
			pki: { certificate_authorities: { local: { install_trust: false } } }
		}
	};
}

async function untilAnswering(admin: CaddyAdmin): Promise<void> {
	const deadline = performance.now() + startDeadline;
	for (;;) {
		try {
			await admin.read('/admin');
			return;
		} catch (error) {
			if (performance.now() > deadline) throw error;
			await delay(10);
		}
	}
}
