import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { AppError } from '#engine/error.ts';
import { bundleFolder, compiledFolder, project, projectNode, small } from '../up/project.js';
import { closedFolder } from './reachable.ts';

/**
 * Replaces this process by the supervisor, which keeps its number. Where the checkout stands behind a folder
 * closed to others (below /root, say), the panel's user and Postgres' could run nothing of it: then in a mount
 * namespace of its own, in which the checkout is seen inside `runFolder`, too. Errors: project_closed.
 */
export async function becomeSupervisor(runFolder: string, panelFolder: string): Promise<never> {
	const closed = await closedFolder(project);
	if (!closed) become(projectNode, supervisorIn(project, panelFolder));
	const target = join(runFolder, 'project');
	await mkdir(target, { recursive: true, mode: 0o755 });
	const unshare = ['unshare', '--mount', '--propagation', 'slave'];
	if (spawnSync('unshare', [...unshare.slice(1), 'true']).status !== 0) {
		throw new AppError('project_closed', 500, `Other users may not pass ${closed}.`, {
			hint: `Gantry's panel and database run as users of their own: move ${project} to another place, such as /opt/gantry.`
		});
	}
	const mount = join(project, 'bin/supervise/mount.ts');
	become('/usr/bin/unshare', [...unshare, projectNode, mount, target, panelFolder]);
}

/** The second half of the move, inside the namespace. */
export function enterView(target: string, panelFolder: string): never {
	const mounted = spawnSync('mount', ['--bind', project, target], { stdio: 'inherit' });
	if (mounted.status !== 0) throw new Error(`${project} could not be mounted at ${target}`);
	process.chdir(target);
	become(join(target, relative(project, projectNode)), supervisorIn(target, panelFolder));
}

/** The words of its command, for the checkout as it is seen at `root`. */
function supervisorIn(root: string, panelFolder: string): string[] {
	const seen = (path: string) => join(root, relative(project, path));
	return [
		seen(projectNode),
		...small,
		seen(join(compiledFolder, bundleFolder, 'supervise.js')),
		seen(panelFolder)
	];
}

function become(program: string, words: string[]): never {
	if (!process.execve) throw new Error('This Node cannot replace a process.');
	return process.execve(program, words, process.env);
}
