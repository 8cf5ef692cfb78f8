import { watch } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Of -1000 to 1000: what the kernel adds to a process when it looks for one to kill. */
const score = '800';
/** A step that forks without end is told by its first processes: theirs inherit it. */
const mostProcesses = 64;

/**
 * When the machine itself runs out of memory, builds die before apps. Steps would else inherit the
 * engine's own protection (-500 under systemd) and outlive every app.
 */
export async function firstToDie(steps: string[], proc: string): Promise<void> {
	await Promise.all(
		steps.map(async (step) => {
			const text = await readFile(join(step, 'cgroup.procs'), 'utf8').catch(() => '');
			const pids = text.split('\n').filter(Boolean).slice(0, mostProcesses);
			await Promise.all(pids.map((pid) => raise(join(proc, pid, 'oom_score_adj'))));
		})
	);
}

async function raise(path: string): Promise<void> {
	// The process may end at any moment, and not every user may say this of another's.
	const now = await readFile(path, 'utf8').catch(() => null);
	if (now !== null && now.trim() !== score) await writeFile(path, score).catch(() => {});
}

/** Calls back when something is made or removed in a folder. A folder that can not be watched is silent. */
export function watchFolder(folder: string, changed: () => void): () => void {
	try {
		const watcher = watch(folder, { persistent: false }, changed);
		watcher.on('error', () => watcher.close());
		return () => watcher.close();
	} catch {
		return () => {};
	}
}
