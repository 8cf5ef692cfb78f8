import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { project } from './up/project.js';

const routes = join(project, 'src/routes');

/** "GET /api/v1/apps/{name}", of every method of every route. */
async function requests(): Promise<string[]> {
	const found: string[] = [];
	for await (const file of glob('api/**/+server.ts', { cwd: routes })) {
		const path = `/${dirname(file)}`.replaceAll('[', '{').replaceAll(']', '}');
		const source = await readFile(join(routes, file), 'utf8');
		for (const [, method] of source.matchAll(/^export const (GET|POST|PUT|PATCH|DELETE)\b/gm))
			found.push(`${method} ${path}`);
	}
	return found.sort();
}

test('docs/api.md lists every request of the API, and no other', async () => {
	const text = await readFile(join(project, 'docs/api.md'), 'utf8');
	const listed = [...text.matchAll(/^\| `(\w+ \/api\/[^`?]+)/gm)].map(([, request]) => request);
	expect(listed.sort()).toEqual(await requests());
});
