import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { AppError } from '#engine/error.ts';
import { buildPanel, generateClient } from './prepare/built.ts';
import { makePrograms } from './prepare/programs.ts';
import { project } from './up/project.js';

/** Where the process below says which build it made or found. */
const answerDescriptor = 3;

/**
 * Generates and builds what is stale, in a process that holds a lock: two starts from one checkout
 * take turns. What it does stands on our own output. Returns the folder of the built panel.
 * Errors: not_built.
 */
export async function prepare(): Promise<string> {
	await mkdir(join(project, '.cache'), { recursive: true });
	const lock = join(project, '.cache/up.lock');
	const child = spawn('flock', ['--close', lock, process.execPath, import.meta.filename], {
		cwd: project,
		stdio: ['ignore', 'inherit', 'inherit', 'pipe']
	});
	const answer = text(child.stdio[answerDescriptor] as Readable);
	const [code] = (await once(child, 'exit')) as [number | null];
	if (code === 0) return await answer;
	throw new AppError('not_built', 500, 'Gantry could not be built.', {
		hint: 'What went wrong stands above. A file of the checkout may be changed, or node_modules be incomplete.'
	});
}

if (import.meta.main) {
	// What is built here is read by an unprivileged user.
	process.umask(0o022);
	await generateClient(console.log);
	await makePrograms(console.log);
	writeSync(answerDescriptor, await buildPanel(console.log));
}
