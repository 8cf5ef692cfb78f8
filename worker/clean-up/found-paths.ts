import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asideFiles, asideFolder } from '#engine/logs/aside-files.ts';
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
	const names = await readdir(folder).catch(() => []);
	// One that was put aside whole has no growing file any more.
	const ids = names.map((name) => /^([a-z0-9]{20})\.log(\.old)?$/.exec(name)?.[1]);
	const found: FoundPath[] = [];
	for (const id of new Set(ids)) {
		if (id === undefined) continue;
		const path = join(folder, `${id}.log`);
		const aside = await asideFiles(path).catch(() => []);
		const written = await lastWritten([path, ...aside.map((file) => file.path)]);
		if (!written || written >= before) continue;
		const bytes = (await bytesOf(path)) + (await bytesOf(asideFolder(path)));
		found.push({ id, path, bytes });
	}
	return found;
}

async function lastWritten(paths: string[]): Promise<Date | null> {
	const found = await Promise.all(paths.map((path) => lstat(path).catch(() => null)));
	const times = found.flatMap((file) => (file ? [file.mtimeMs] : []));
	return times.length > 0 ? new Date(Math.max(...times)) : null;
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
