import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#engine/error.ts';
import { project } from '../project.ts';
import { closedFolder } from './reachable.ts';

const script = (root: string, name: string) => join(root, 'bin', name);

const viewIn = (runFolder: string) => join(runFolder, 'project');

/** Does this process see the checkout through the data directory already? */
export function isInView(runFolder: string): boolean {
	return project === viewIn(runFolder);
}

/**
 * Where the checkout stands behind a folder closed to others (below /root, say), the panel's user and
 * Postgres' could run nothing of it. The supervisor then moves into a mount namespace of its own,
 * in which the checkout is seen inside the data directory, too. Keeps its process number; returns
 * only when no move was needed. Errors: project_closed.
 */
export async function moveIntoView(runFolder: string, args: string[]): Promise<void> {
	if (isInView(runFolder)) return;
	const closed = await closedFolder(project);
	if (!closed) return;
	const target = viewIn(runFolder);
	await mkdir(target, { recursive: true, mode: 0o755 });
	const unshare = ['unshare', '--mount', '--propagation', 'slave'];
	if (spawnSync('unshare', [...unshare.slice(1), 'true']).status !== 0) {
		throw new AppError('project_closed', 500, `Other users may not pass ${closed}.`, {
			hint: `Gantry's panel and database run as users of their own: move ${project} to another place, such as /opt/gantry.`
		});
	}
	const here = [process.execPath, script(project, 'supervise/mount.ts'), target, ...args];
	become('/usr/bin/unshare', [...unshare, ...here]);
}

/** The second half of the move, inside the namespace. */
export function enterView(target: string, args: string[]): void {
	const mounted = spawnSync('mount', ['--bind', project, target], { stdio: 'inherit' });
	if (mounted.status !== 0) throw new Error(`${project} could not be mounted at ${target}`);
	process.chdir(target);
	const node = join(target, 'node_modules/node/bin/node');
	become(node, [node, script(target, 'supervise.ts'), ...args]);
}

/** Replaces this process; never returns. */
function become(program: string, words: string[]) {
	process.execve?.(program, words, process.env);
}
