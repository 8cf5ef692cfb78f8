/** Parsers of what the kernel writes below /proc and /sys/fs/cgroup. Pure. */

const number = (text: string | undefined) => Number(text ?? Number.NaN);

/** `name value` a line, as in memory.stat and cpu.stat. */
export function valueOf(text: string, name: string): number | null {
	const found = new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1];
	return found === undefined ? null : Number(found);
}

/** A limit: "max" and the huge number of cgroup v1 mean that there is none. */
export function limitOf(text: string): number | null {
	const limit = number(text.trim());
	return Number.isFinite(limit) && limit < 2 ** 60 ? limit : null;
}

/** io.stat of cgroup v2: `8:0 rbytes=1 wbytes=2 …`, a line a disk. */
export function ioStat(text: string): { readBytes: number; writtenBytes: number } {
	const sum = (name: string) =>
		[...text.matchAll(new RegExp(`\\b${name}=(\\d+)`, 'g'))].reduce(
			(total, [, bytes]) => total + Number(bytes),
			0
		);
	return { readBytes: sum('rbytes'), writtenBytes: sum('wbytes') };
}

/** blkio.throttle.io_service_bytes of cgroup v1: `8:0 Read 1`, and so on, a line a disk and kind. */
export function blkioBytes(text: string): { readBytes: number; writtenBytes: number } {
	const sum = (kind: string) =>
		[...text.matchAll(new RegExp(`^\\d+:\\d+ ${kind} (\\d+)$`, 'gm'))].reduce(
			(total, [, bytes]) => total + Number(bytes),
			0
		);
	return { readBytes: sum('Read'), writtenBytes: sum('Write') };
}

/** /proc/<pid>/net/dev: bytes over the interfaces that `counts` says yes to. */
export function networkBytes(
	text: string,
	counts: (name: string) => boolean
): { receivedBytes: number; sentBytes: number } {
	const total = { receivedBytes: 0, sentBytes: 0 };
	for (const [, name = '', rest = ''] of text.matchAll(/^\s*([^\s:]+):\s*(.*)$/gm)) {
		if (!counts(name)) continue;
		const columns = rest.split(/\s+/);
		total.receivedBytes += number(columns[0]) || 0;
		total.sentBytes += number(columns[8]) || 0;
	}
	return total;
}

/** The first line of /proc/stat, in the kernel's hundredths of a second; guests are part of user. */
export function busySeconds(text: string): { cpuSeconds: number; cores: number } {
	const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = (
		/^cpu +(.*)$/m.exec(text)?.[1] ?? ''
	)
		.split(' ')
		.map(Number);
	const busy = user + nice + system + irq + softirq + steal;
	return { cpuSeconds: busy / 100, cores: [...text.matchAll(/^cpu\d+ /gm)].length };
}

/** /proc/diskstats: whole disks only, whose sectors of 512 bytes are those of their parts, too. */
export function diskstats(text: string): { readBytes: number; writtenBytes: number } {
	const total = { readBytes: 0, writtenBytes: 0 };
	for (const line of text.split('\n')) {
		const [, , name = '', , , read, , , , written] = line.trim().split(/\s+/);
		if (!/^([shv]d[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/.test(name)) continue;
		total.readBytes += (number(read) || 0) * 512;
		total.writtenBytes += (number(written) || 0) * 512;
	}
	return total;
}

/**
 * Folders of a process's cgroups below /sys/fs/cgroup, from /proc/<pid>/cgroup: by controller for v1, and
 * under '' for v2.
 */
export function cgroupPaths(text: string): Record<string, string> {
	const paths: Record<string, string> = {};
	for (const [, names = '', path = ''] of text.matchAll(/^\d+:([^:]*):(.+)$/gm)) {
		for (const name of names.split(',')) paths[name] = path;
	}
	return paths;
}
