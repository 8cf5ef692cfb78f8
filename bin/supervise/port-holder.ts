import { readFile, readdir, readlink } from 'node:fs/promises';
import { parseListeners, type Listener } from './listeners.ts';

export interface Holder {
	pid: number;
	name: string;
}

/** All that listens on this machine, over IPv4 and IPv6. */
export async function readListeners(): Promise<Listener[]> {
	const tables = await Promise.all(
		['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => ''))
	);
	return tables.flatMap(parseListeners);
}

async function holds(pid: string, inodes: Set<string>): Promise<boolean> {
	const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
	for (const descriptor of descriptors) {
		const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
		const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
		if (inode && inodes.has(inode)) return true;
	}
	return false;
}

/**
 * Who listens on a TCP port of this machine. `null`: nobody; `'unknown'`: a program that this user may
 * not look into.
 */
export async function portHolder(port: number): Promise<Holder | 'unknown' | null> {
	const listeners = (await readListeners()).filter((listener) => listener.port === port);
	if (listeners.length === 0) return null;
	const inodes = new Set(listeners.map(({ inode }) => inode));
	const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
	for (const pid of pids) {
		if (!(await holds(pid, inodes))) continue;
		const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a program');
		return { pid: Number(pid), name: name.trim() };
	}
	return 'unknown';
}
