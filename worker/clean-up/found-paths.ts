import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { rotatedFolder } from '#lib/server/logs/segments.ts';
import type { FoundPath } from './plan.ts';

/** Bare caches below `folder`, each named after its service. */
export async function findMirrors(folder: string): Promise<FoundPath[]> {
	const found: FoundPath[] = [];
	for (const id of await readdir(folder).catch(() => [])) {
		const path = join(folder, id);
		if (/^[a-z0-9]{20}$/.test(id)) found.push({ id, path, bytes: await bytesOf(path) });
	}
	return found;
}

/** Logs below `folder` that nobody wrote to since `before`, each named after its deployment. */
export async function findLogs(folder: string, before: Date): Promise<FoundPath[]> {
	const found: FoundPath[] = [];
	for (const name of await readdir(folder).catch(() => [])) {
		const id = /^([a-z0-9]{20})\.log$/.exec(name)?.[1];
		const path = join(folder, name);
		const written = id && (await lstat(path).catch(() => null))?.mtime;
		if (!id || !written || written >= before) continue;
		const bytes = (await bytesOf(path)) + (await bytesOf(rotatedFolder(path)));
		found.push({ id, path, bytes });
	}
	return found;
}

/** What a file or a whole folder takes on the disk; 0 when it is gone. */
export async function bytesOf(path: string): Promise<number> {
	const found = await lstat(path).catch(() => null);
	if (!found) return 0;
	let bytes = found.blocks * 512;
	if (found.isDirectory()) {
		for (const name of await readdir(path).catch(() => []))
			bytes += await bytesOf(join(path, name));
	}
	return bytes;
}
