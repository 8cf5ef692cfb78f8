import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import { asideFolder } from '#engine/logs/aside-files.ts';

const dayMs = 86_400_000;

/**
 * Removes what was put aside of the requests and is older than so many days, and whole logs that nobody
 * wrote to since. `now` in milliseconds since the epoch. Errors: those of the disk.
 */
export async function forgetRequests(
	paths: Pick<DataPaths, 'requestLog'>,
	{ days, now }: { days: number; now: number }
): Promise<void> {
	const folder = dirname(paths.requestLog('any'));
	const before = now - days * dayMs;
	for (const name of await namesIn(folder)) {
		if (!name.endsWith('.log')) continue;
		const log = join(folder, name);
		const aside = asideFolder(log);
		for (const end of await namesIn(aside)) await removeIfOlder(join(aside, end), before);
		await removeIfOlder(log, before);
	}
}

const namesIn = (folder: string) => readdir(folder).catch((): string[] => []);

async function removeIfOlder(path: string, before: number): Promise<void> {
	const found = await stat(path).catch(() => null);
	if (found && found.mtimeMs < before) await rm(path, { force: true });
}
