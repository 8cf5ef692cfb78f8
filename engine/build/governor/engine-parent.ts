import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type Docker from 'dockerode';
import { z } from 'zod';

export interface ParentOptions {
	dockerHost: string;
	proc?: string;
}

/**
 * The cgroup below which an engine was told to put all that it runs (--cgroup-parent), which no call
 * of its API tells: it is seen on a container that runs, else on the engine's own arguments. null: the
 * engine's usual one, as far as it can be seen from here.
 */
export async function engineParent(
	docker: Docker,
	{ dockerHost, proc = '/proc' }: ParentOptions
): Promise<string | null> {
	return (await parentOfContainers(docker, proc)) ?? (await parentOfProgram(dockerHost, proc));
}

const enough = 10;

async function parentOfContainers(docker: Docker, proc: string): Promise<string | null> {
	for (const { Id } of (await docker.listContainers()).slice(0, enough)) {
		const found = await docker
			.getContainer(Id)
			.inspect()
			.catch(() => null);
		// One that was given a parent of its own says nothing about the others.
		if (!found || found.HostConfig.CgroupParent || !found.State.Pid) continue;
		const text = await readFile(join(proc, String(found.State.Pid), 'cgroup'), 'utf8').catch(
			() => ''
		);
		const parent = parentOf(text, Id);
		if (parent !== null) return parent;
	}
	return null;
}

/** "4:memory:/docker/<id>" → docker; with systemd "0::/system.slice/docker-<id>.scope" → system.slice. */
export function parentOf(cgroups: string, id: string): string | null {
	for (const line of cgroups.split('\n')) {
		const path = line.split(':').slice(2).join(':');
		const [, parent] = /^\/(.+)\/[^/]+$/.exec(path) ?? [];
		if (parent && path.includes(id)) return parent;
	}
	return null;
}

async function parentOfProgram(dockerHost: string, proc: string): Promise<string | null> {
	for (const pid of (await readdir(proc).catch(() => [])).filter((name) => /^\d+$/.test(name))) {
		const text = await readFile(join(proc, pid, 'cmdline'), 'utf8').catch(() => '');
		const [program = '', ...words] = text.split('\0').slice(0, -1);
		if (!/(^|\/)dockerd$/.test(program)) continue;
		const told = await toldBy(words);
		if (told.hosts.some((host) => socketOf(host) === socketOf(dockerHost))) return told.parent;
	}
	return null;
}

const config = z
	.object({ hosts: z.array(z.string()).optional(), 'cgroup-parent': z.string().optional() })
	.catch({});

/** Where an engine listens and its parent, by its arguments and its configuration file. */
async function toldBy(words: string[]): Promise<{ hosts: string[]; parent: string | null }> {
	const { values } = parseArgs({
		args: words,
		strict: false,
		options: {
			host: { type: 'string', short: 'H', multiple: true },
			'cgroup-parent': { type: 'string' },
			'config-file': { type: 'string' }
		}
	});
	const file = String(values['config-file'] ?? '/etc/docker/daemon.json');
	const text = await readFile(file, 'utf8').catch(() => '{}');
	const written = config.parse(parsed(text));
	const hosts = [...(values.host ?? []).map(String), ...(written.hosts ?? [])];
	const parent = String(values['cgroup-parent'] ?? written['cgroup-parent'] ?? '');
	return { hosts: hosts.length > 0 ? hosts : [usualSocket], parent: bare(parent) || null };
}

const usualSocket = 'unix:///var/run/docker.sock';

/** A socket that systemd opened for it is the usual one; /var/run is /run. */
const socketOf = (host: string) =>
	(host.startsWith('fd:') ? usualSocket : host).replace('unix:///var/run/', 'unix:///run/');

const bare = (path: string) => path.replace(/^\/+|\/+$/g, '');

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return {};
	}
}
