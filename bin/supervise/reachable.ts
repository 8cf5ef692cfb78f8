import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The topmost folder above `path` (or `path` itself) that other users may not pass through; null: none. */
export async function closedFolder(path: string): Promise<string | null> {
	const above = dirname(path);
	const closed = above === path ? null : await closedFolder(above);
	if (closed) return closed;
	const found = await stat(path).catch(() => null);
	return found?.isDirectory() && !(found.mode & 0o001) ? path : null;
}
