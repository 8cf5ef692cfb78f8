import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compiledFolder } from './up/project.js';

export const versionFile = 'stamp';

/** Names what our programs are made from (prepare/programs.ts); empty: they never were. */
export const programsVersion = () =>
	readFile(join(compiledFolder, versionFile), 'utf8').catch(() => '');
