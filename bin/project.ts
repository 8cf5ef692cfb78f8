import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

/** Where this checkout stands; inside a private mount, where the unprivileged users see it. */
export const project = resolve(import.meta.dirname, '..');

/** Version of Gantry, from package.json. */
export function version(): string {
	const text = readFileSync(resolve(project, 'package.json'), 'utf8');
	return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
