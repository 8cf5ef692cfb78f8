import { execFile } from 'node:child_process';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { diskSpace } from '../disk-space.ts';
import { ballastBytes, planBallast } from './plan.ts';

const run = promisify(execFile);
const deadlineMs = 30_000;

/**
 * Gives the reserve up when the disk is full, and makes it again once there is room. `path` is its file. Answers
 * what was done. Errors: those of the file system, or that it can not reserve room.
 */
export async function keepBallast(
	path: string,
	{ mayMake = true, disk = diskSpace }: { mayMake?: boolean; disk?: typeof diskSpace } = {}
): Promise<'made' | 'released' | null> {
	const held = await stat(path).catch(() => null);
	const room = await disk(dirname(path));
	const plan = planBallast(room, held?.size ?? 0);
	if (plan === 'release') {
		await rm(path, { force: true });
		return 'released';
	}
	if (plan !== 'make' || !mayMake) return null;
	// One that is half made is never taken for the whole.
	const draft = `${path}.new`;
	await rm(draft, { force: true });
	const args = ['--length', String(ballastBytes(room.totalBytes)), draft];
	await run('fallocate', args, { timeout: deadlineMs });
	await rename(draft, path);
	return 'made';
}
