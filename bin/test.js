// What `npm test` runs first: plain JavaScript for the machine's own Node, before anything is installed.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureDependencies } from './up/dependencies.js';
import { missingPrograms } from './up/programs.js';
import { project, projectNode } from './up/project.js';

const missing = missingPrograms();
for (const sentence of missing) console.error(sentence);

if (missing.length > 0 || !ensureDependencies()) {
	console.log('0 passed, 1 failed');
	process.exitCode = 1;
} else {
	const words = [join(project, 'bin/test/main.ts'), ...process.argv.slice(2)];
	const child = spawn(projectNode, words, { cwd: project, stdio: 'inherit' });
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
		process.on(signal, () => child.kill(signal));
	}
	child.on('exit', (code) => (process.exitCode = code ?? 1));
}
