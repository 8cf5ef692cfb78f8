import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { project } from './up/project.js';

/** Version of Gantry, from package.json. */
export function version(): string {
	const text = readFileSync(resolve(project, 'package.json'), 'utf8');
	return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
