import { chmod, chown, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#engine/error.ts';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import type { Account } from './account.ts';
import { closedFolder } from './reachable.ts';

/** Makes a folder, or gives an existing one its mode and owner again. */
async function ensureFolder(
	path: string,
	mode: number,
	owner: { uid: number; gid: number } | null
) {
	await mkdir(path, { recursive: true });
	if (owner) await chown(path, owner.uid, owner.gid);
	// After chown, which may clear the bit that hands the group down.
	await chmod(path, mode);
}

/**
 * Makes the data directory. The panel's user may read keys and logs, reach the worker's socket, and
 * nothing else. `panel` is null when all runs as one ordinary user. Errors: data_dir_closed.
 */
export async function ensureDataFolder(paths: DataPaths, panel: Account | null): Promise<void> {
	await ensureFolder(paths.root, 0o711, null);
	const closed = panel && (await closedFolder(paths.root));
	if (closed) {
		throw new AppError(
			'data_dir_closed',
			500,
			`The panel's user can not reach ${paths.root}: other users may not pass ${closed}.`,
			{ hint: `Set GANTRY_DATA_DIR to another place, or: chmod o+x ${closed}` }
		);
	}
	const own = panel && { uid: 0, gid: 0 };
	// Files that the worker writes below logs/ take the panel's group.
	const readable = panel && { uid: 0, gid: panel.gid };
	await ensureFolder(join(paths.root, 'logs'), 0o2750, readable);
	await ensureFolder(join(paths.root, 'logs/deployments'), 0o2750, readable);
	await ensureFolder(join(paths.root, 'logs/services'), 0o2750, readable);
	await ensureFolder(join(paths.root, 'logs/requests'), 0o2750, readable);
	await ensureFolder(join(paths.root, 'logs/gantry'), 0o750, own);
	await ensureFolder(join(paths.root, 'metrics'), 0o2750, readable);
	await ensureFolder(paths.git, 0o700, own);
	await ensureFolder(paths.sites, 0o700, own);
	await ensureFolder(join(paths.root, 'edge'), 0o700, own);
	await ensureFolder(join(paths.root, 'run'), 0o711, own);
	await ensureFolder(paths.keys, 0o700, panel);
}

/** Gives the keys to the panel's user; the worker, as root, reads them all the same. */
export async function ownKeys(paths: DataPaths, panel: Account | null): Promise<void> {
	for (const name of await readdir(paths.keys)) {
		const path = join(paths.keys, name);
		if (panel) await chown(path, panel.uid, panel.gid);
		await chmod(path, 0o600);
	}
}
