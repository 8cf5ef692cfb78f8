import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asideFiles, asideFolder, putAside } from '#engine/logs/aside-files.ts';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import { packFile } from '#lib/server/logs/pack-file.ts';

/** A deployment has long ended when nobody wrote to its log for so long. */
const coldMs = 24 * 3_600_000;
/** Smaller ones take no less of the disk when they are packed. */
const smallest = 8 * 1024;

type LogPaths = Pick<DataPaths, 'deploymentLog' | 'serviceLog' | 'requestLog'>;

/**
 * Packs the logs of deployments that ended long ago, and what was put aside of services' logs. `now` in
 * milliseconds since the epoch. Done again it goes on where it was cut off. Errors: those of the disk, the
 * signal's reason.
 */
export async function packColdLogs(
	paths: LogPaths,
	{ now, signal }: { now: number; signal: AbortSignal }
): Promise<void> {
	for (const path of await logsIn(dirname(paths.deploymentLog('any')))) {
		const found = await stat(path).catch(() => null);
		const isCold = found !== null && found.mtimeMs < now - coldMs && found.size >= smallest;
		if (isCold) await putAside(path);
		await packAside(path, { spare: 0, signal });
	}
	for (const folder of [paths.serviceLog('any'), paths.requestLog('any')].map(dirname)) {
		// Whoever follows a container goes on where its lines end, in what was put aside last.
		for (const path of await logsIn(folder)) await packAside(path, { spare: 1, signal });
	}
}

/** Packs all but the newest `spare` files that were put aside. */
async function packAside(
	path: string,
	{ spare, signal }: { spare: number; signal: AbortSignal }
): Promise<void> {
	const files = await asideFiles(path);
	for (const file of files.slice(0, files.length - spare)) {
		signal.throwIfAborted();
		// Somebody was lost before the plain one was removed.
		if (file.isPacked) await rm(join(asideFolder(path), String(file.end)), { force: true });
		else await packFile(file.path, signal);
	}
}

/** Logs of a folder, also those of which all was put aside. */
async function logsIn(folder: string): Promise<Set<string>> {
	const names = await readdir(folder).catch((): string[] => []);
	const logs = names.filter((name) => /\.log(\.old)?$/.test(name));
	return new Set(logs.map((name) => join(folder, name.replace(/\.old$/, ''))));
}
