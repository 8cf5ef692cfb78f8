import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import { identify, isRunning, type Identity } from './pid-file.ts';

/** Marks our children in their environment, which /proc shows: name of the program and data directory. */
export const mark = 'GANTRY_SUPERVISED';

interface Orphan extends Identity {
	name: string;
	signal: NodeJS.Signals;
}

/** The program's name, if this environment (NUL between entries) is that of a child of this data directory. */
export function supervisedName(environ: string, dataDir: string): string | null {
	const entries = new Set(environ.split('\0'));
	if (!entries.has(`GANTRY_DATA_DIR=${dataDir}`)) return null;
	const entry = [...entries].find((each) => each.startsWith(`${mark}=`));
	return entry?.slice(mark.length + 1) ?? null;
}

async function findMarked(dataDir: string): Promise<Orphan[]> {
	const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
	const found = await Promise.all(
		pids.map(async (pid) => {
			const environ = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
			const name = supervisedName(environ, dataDir);
			const identity = name && pid !== process.pid ? identify(pid) : null;
			return identity && name ? { ...identity, name, signal: 'SIGTERM' as const } : null;
		})
	);
	return found.filter((orphan) => orphan !== null);
}

/** The Postgres of this folder, if it runs; a pid file that names another process is removed. */
async function findPostgres(folder: string): Promise<Orphan[]> {
	const file = join(folder, 'postmaster.pid');
	const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
	if (!pid) return [];
	const identity = identify(pid);
	const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
	if (identity && words.includes(folder)) {
		return [{ ...identity, name: 'postgres', signal: 'SIGINT' }];
	}
	// Postgres itself refuses to start when the number now belongs to another server of the same user.
	await rm(file, { force: true });
	return [];
}

async function end(orphan: Orphan): Promise<void> {
	const deadline = performance.now() + 15_000;
	process.kill(orphan.pid, orphan.signal);
	// The end of a process that is not our child is no event; /proc is all that tells.
	while (isRunning(orphan)) {
		if (performance.now() > deadline) process.kill(orphan.pid, 'SIGKILL');
		await wait(20);
	}
}

/**
 * Ends what a killed supervisor of this data directory left running: panel, worker, Postgres. The edge
 * is no orphan: it is meant to stay. Returns the names of what it ended.
 */
export async function endOrphans(paths: DataPaths): Promise<string[]> {
	const marked = await findMarked(paths.root);
	const database = await findPostgres(paths.postgres);
	for (const orphan of [...marked, ...database]) {
		await end(orphan).catch((error: NodeJS.ErrnoException) => {
			// It ended by itself between two looks.
			if (error.code !== 'ESRCH') throw error;
		});
	}
	return [...marked, ...database].map(({ name }) => name);
}
