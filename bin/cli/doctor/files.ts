import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { floors } from '#engine/build/governor/room.ts';
import { diskSpace } from '#engine/disk-space.ts';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import type { Examination, Finding } from './finding.ts';

async function isOpen(path: string): Promise<boolean> {
	const { mode } = await stat(path);
	return (mode & 0o077) !== 0;
}

/** Keys and passwords must be their owner's alone. */
async function examineKeys(paths: DataPaths): Promise<Finding> {
	const what = 'Key files';
	const names = await readdir(paths.keys).catch((error: NodeJS.ErrnoException) => error.code);
	if (!Array.isArray(names)) {
		const detail =
			names === 'ENOENT' ? 'none yet: made at the first start' : `unreadable: ${names}`;
		return { state: 'warning', what, detail };
	}
	const all = [paths.keys, ...names.map((name) => join(paths.keys, name))];
	if (await stat(paths.postgresAccess).catch(() => null)) all.push(paths.postgresAccess);
	for (const path of all) {
		if (await isOpen(path)) {
			return { state: 'failure', what, detail: `others may open ${path}: chmod go= ${path}` };
		}
	}
	return { state: 'ok', what, detail: `only their owner may open them (${paths.keys})` };
}

const gibibyte = 1024 ** 3;

export function judgeDisk(free: number, total: number): Finding {
	const what = 'Disk';
	const share = Math.round((free / total) * 100);
	const detail = `${(free / gibibyte).toFixed(1)} GiB free (${share} %)`;
	if (free < gibibyte) return { state: 'failure', what, detail };
	if (free >= floors.disk(total)) return { state: 'ok', what, detail };
	return { state: 'warning', what, detail: `${detail}; no build begins` };
}

async function examineDisk(paths: DataPaths): Promise<Finding[]> {
	const found = await diskSpace(paths.root).catch(() => null);
	return found ? [judgeDisk(found.freeBytes, found.totalBytes)] : [];
}

export const examineFiles: Examination = async ({ paths }) => [
	await examineKeys(paths),
	...(await examineDisk(paths))
];
