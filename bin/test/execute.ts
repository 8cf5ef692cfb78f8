import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { project } from '../up/project.js';

/**
 * Runs one of the project's scripts on its own Node, with our output. After `limitMs` it is ended, and
 * with it all it started; its code is then null, as after any other signal.
 */
export async function execute(
	words: string[],
	{ limitMs, env }: { limitMs: number; env: Record<string, string | undefined> }
): Promise<number | null> {
	const own = join(project, 'node_modules/.bin');
	const child = spawn(process.execPath, words, {
		cwd: project,
		stdio: ['ignore', 'inherit', 'inherit'],
		env: { ...env, PATH: `${own}${delimiter}${env.PATH ?? ''}` },
		detached: true
	});
	const end = (signal: NodeJS.Signals) => {
		try {
			if (child.pid) process.kill(-child.pid, signal);
		} catch {
			// It ended by itself.
		}
	};
	const limit = setTimeout(() => {
		console.error(`Not finished after ${limitMs / 60_000} minutes: ending it.`);
		end('SIGKILL');
	}, limitMs);
	// A group of its own does not hear Ctrl-C.
	const interrupt = () => end('SIGINT');
	process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
	const [code] = (await once(child, 'exit')) as [number | null];
	clearTimeout(limit);
	process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
	return code;
}
