import { join } from 'node:path';
import { project } from './up/project.js';

/** Our programs that run for long, and what is done apart from them, by where each begins. */
export const programSources = {
	supervise: 'bin/supervise.ts',
	'open-installation': 'bin/supervise/open-installation.ts',
	edge: 'bin/edge.ts',
	names: 'bin/edge/names.ts',
	worker: 'worker/index.ts'
} as const;

type ProgramName = keyof typeof programSources;

/** Bundled (prepare/programs.ts), this file is JavaScript, and each program stands beside it. */
const isBundled = import.meta.filename.endsWith('.js');

/** What Node is to run: the bundle where we are of one ourselves, else the source. */
export const programFile = (name: ProgramName) =>
	isBundled ? join(import.meta.dirname, `${name}.js`) : join(project, programSources[name]);
