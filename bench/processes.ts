import { readdir, readFile } from 'node:fs/promises';
import { supervisedName } from '../bin/supervise/orphans.ts';

/** One process as /proc shows it. */
export interface Process {
	pid: number;
	parent: number;
	command: string;
	/** Which of Gantry's own programs it is, when it is one of the asked data directory. */
	program: string | null;
	/** CPU time so far, in ticks of 10 ms. */
	ticks: number;
	/** Bytes that it has in memory. */
	resident: number;
	/** The same, what it shares with others counted in part. */
	proportional: number;
}

/** The parts of /proc/<pid>/stat that count: its 4th, 14th and 15th field, after the name in brackets. */
export function readStat(stat: string): { parent: number; ticks: number } {
	// The name may itself hold spaces and brackets.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
}

/** Bytes of one line of /proc/<pid>/smaps_rollup. */
export function readKilobytes(rollup: string, name: 'Rss' | 'Pss'): number {
	const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup);
	return Number(found?.[1] ?? 0) * 1024;
}

async function readProcess(pid: number, dataDir: string): Promise<Process | null> {
	const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8');
	try {
		const [stat, rollup, words, environment] = await Promise.all([
			read('stat'),
			read('smaps_rollup'),
			read('cmdline'),
			read('environ')
		]);
		return {
			pid,
			...readStat(stat),
			command: words.replaceAll('\0', ' ').trim(),
			program: supervisedName(environment, dataDir),
			resident: readKilobytes(rollup, 'Rss'),
			proportional: readKilobytes(rollup, 'Pss')
		};
	} catch {
		// It ended meanwhile, or is the kernel's own.
		return null;
	}
}

/** All that run now; those of `dataDir` with their program's name. */
export async function readProcesses(dataDir: string): Promise<Process[]> {
	const names = await readdir('/proc');
	const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
	const all = await Promise.all(pids.map((pid) => readProcess(pid, dataDir)));
	return all.filter((process) => process !== null);
}

/** A process with all that it started, and what they started. */
export function familyOf(processes: Process[], root: number): Process[] {
	const own = processes.filter(({ pid }) => pid === root);
	const children = processes.filter(({ parent, pid }) => parent === root && pid !== root);
	return [...own, ...children.flatMap(({ pid }) => familyOf(processes, pid))];
}

/** CPU ticks that these processes used since they were looked at; one that is new counts whole. */
export function ticksSince(before: Process[], now: Process[]): number {
	const earlier = new Map(before.map(({ pid, ticks }) => [pid, ticks]));
	return now.reduce((sum, { pid, ticks }) => sum + ticks - (earlier.get(pid) ?? 0), 0);
}
