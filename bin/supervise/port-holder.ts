import { readFile, readdir, readlink } from 'node:fs/promises';

export interface Holder {
	pid: number;
	name: string;
}

const listening = '0A';

/** Socket inodes that listen on a port, out of /proc/net/tcp or tcp6. */
export function listeningInodes(table: string, port: number): string[] {
	const wanted = port.toString(16).toUpperCase().padStart(4, '0');
	return table
		.split('\n')
		.slice(1)
		.map((line) => line.trim().split(/\s+/))
		.filter((fields) => fields[1]?.split(':')[1] === wanted && fields[3] === listening && fields[9])
		.map((fields) => fields[9]!);
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
	const tables = await Promise.all(
		['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => ''))
	);
	const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
	if (inodes.size === 0) return null;
	const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
	for (const pid of pids) {
		if (!(await holds(pid, inodes))) continue;
		const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a program');
		return { pid: Number(pid), name: name.trim() };
	}
	return 'unknown';
}
