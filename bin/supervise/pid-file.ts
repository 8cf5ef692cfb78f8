import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';

/** Which process: its number alone may belong to another one by now. */
export interface Identity {
	pid: number;
	/** Clock ticks since the machine's start, from /proc/<pid>/stat. */
	startedAt: number;
	/** This start of the machine. */
	boot: string;
}

/**
 * Start time out of /proc/<pid>/stat: its 22nd field, counted after the name in brackets. null: it has ended, and
 * nobody has asked how.
 */
export function startTimeOf(stat: string): number | null {
	// The name may itself hold spaces and brackets.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return fields[0] === 'Z' ? null : Number(fields[19]);
}

let boot: string | null = null;

/** None of us outlives a start of the machine. */
const ownBoot = () => (boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());

/**
 * What runs under this number now; null: nothing. The kernel writes these files as they are read: handing that
 * over to another thread costs more than it does.
 */
export function identify(pid: number): Identity | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const startedAt = startTimeOf(stat);
		return startedAt === null ? null : { pid, startedAt, boot: ownBoot() };
	} catch {
		return null;
	}
}

export function isRunning(identity: Identity): boolean {
	const now = identify(identity.pid);
	return now !== null && now.startedAt === identity.startedAt && now.boot === identity.boot;
}

/** The process that a pid file names, if it runs; null: no file, a broken one, or it ended. */
export async function runningFrom(path: string): Promise<Identity | null> {
	try {
		const identity = JSON.parse(await readFile(path, 'utf8')) as Identity;
		return isRunning(identity) ? identity : null;
	} catch {
		return null;
	}
}

/**
 * Writes this process into a pid file, unless another one that runs stands there already: of two
 * that start at once, one wins. Returns the one that runs already, or null when the file is ours.
 */
export async function claimPidFile(path: string): Promise<Identity | null> {
	const other = await runningFrom(path);
	if (other && other.pid !== process.pid) return other;
	const own = `${path}.${process.pid}`;
	await rm(own, { force: true });
	// What is put aside may by now be the file of another start that was quicker.
	const winner = await rename(path, own).then(
		() => runningFrom(own),
		() => null
	);
	if (winner && winner.pid !== process.pid) {
		await rename(own, path);
		return winner;
	}
	await writeFile(own, JSON.stringify(identify(process.pid)), { mode: 0o644 });
	try {
		// A link is made whole or not at all, and fails when the name is taken.
		await link(own, path);
		return null;
	} catch (error) {
		const quicker = await runningFrom(path);
		if (quicker) return quicker;
		throw error;
	} finally {
		await unlink(own);
	}
}
