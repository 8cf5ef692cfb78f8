#!/usr/bin/env node
// `npx gantry …`: plain JavaScript that hands over to the project's own Node.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { project, projectNode } from './up/project.js';

const generated = join(project, 'prisma/client/client.ts');

if (existsSync(projectNode) && existsSync(generated)) {
	const words = [join(project, 'bin/cli/main.ts'), ...process.argv.slice(2)];
	const { status } = spawnSync(projectNode, words, { stdio: 'inherit' });
	process.exitCode = status ?? 1;
} else {
	console.error('Gantry is not installed yet: run npm start first.');
	process.exitCode = 1;
}
