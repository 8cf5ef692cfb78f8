import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '#engine/durable.ts';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import type { World } from '../world.ts';
import { listOwnCertificates } from './list-own-certificates.ts';

const writingMs = 60_000;

/**
 * Has the files of certificates that people brought stand beside the edge, which reads them, and removes those of others.
 * Answers whether any came or went: then the edge is to be ensured. Errors: the file system's, the database's.
 */
export async function placeCertificates({
	db,
	vault,
	paths
}: Pick<World, 'db' | 'vault' | 'paths'>): Promise<boolean> {
	const folder = paths.ownCertificates;
	// First what is there, then what shall be: what comes between is not taken for somebody else's.
	const there = new Set(await certificateFilesIn(paths));
	const wanted = await listOwnCertificates(db);
	const missing = wanted.filter(({ id }) => !there.has(`${id}.crt`) || !there.has(`${id}.key`));
	if (missing.length > 0) {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		const ids = missing.map(({ id }) => id);
		for (const row of await db.ownCertificate.findMany({ where: { id: { in: ids } } })) {
			await replaceFile(join(folder, `${row.id}.crt`), row.chain, 0o600);
			await replaceFile(join(folder, `${row.id}.key`), vault.open(row.keyCipher), 0o600);
		}
	}
	const kept = new Set(wanted.flatMap(({ id }) => [`${id}.crt`, `${id}.key`]));
	let changed = missing.length > 0;
	for (const name of there) {
		if (!kept.has(name) && !(await isBeingWritten(join(folder, name)))) {
			await rm(join(folder, name), { force: true });
			changed = true;
		}
	}
	return changed;
}

/** Their names; none while there is no such folder. */
export const certificateFilesIn = (paths: Pick<DataPaths, 'ownCertificates'>): Promise<string[]> =>
	readdir(paths.ownCertificates).catch(() => []);

/** A job and a round may be at it together; what a killed worker left is older. */
async function isBeingWritten(path: string): Promise<boolean> {
	if (!path.endsWith('.new')) return false;
	const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
	return Date.now() - mtimeMs < writingMs;
}
