import { describe, expect, it } from 'vitest';
import { memoryTree } from '../checkout/memory-tree.ts';
import type { BuildSettings } from '../spec.ts';
import { detect } from './detect.ts';
import { settings } from './testing/settings.ts';
import { trees } from './testing/trees.ts';

const set = (name: string, change: Partial<BuildSettings>) =>
	detect(memoryTree(trees[name] ?? {}), settings(change));

describe('what a person set', () => {
	it('wins over what is detected, and says so', async () => {
		const plan = await set('Next.js', {
			installCommand: 'pnpm install --no-frozen-lockfile',
			buildCommand: 'pnpm run build:prod && echo done',
			startCommand: 'node custom.js'
		});
		expect(plan.install).toEqual({
			value: 'pnpm install --no-frozen-lockfile',
			reason: 'you set it'
		});
		expect(plan.build).toEqual({ value: 'pnpm run build:prod && echo done', reason: 'you set it' });
		expect(plan.start).toEqual({ value: 'node custom.js', reason: 'you set it' });
		expect(plan.dockerfile).toContain('CMD ["node", "custom.js"]');
		expect(plan.dockerfile).toContain('RUN pnpm run build:prod && echo done\n'.replace('RUN ', ''));
	});

	it('gives a start command its shell only where it needs one', async () => {
		const plan = await set('Express', { startCommand: 'node migrate.js && node index.js' });
		expect(plan.dockerfile).toContain('CMD ["/bin/sh", "-c", "node migrate.js && node index.js"]');
		expect(plan.start?.value).toBe('node migrate.js && node index.js');
		const direct = await set('Express', { startCommand: 'npm start' });
		expect(direct.dockerfile).toContain('CMD ["node", "index.js"]');
	});

	it('reads everything before an install command that is not a usual one', async () => {
		const plan = await set('Express', { installCommand: 'make packages' });
		expect(plan.dockerfile).toMatch(/FROM base AS deps\nCOPY \. \.\nRUN .*make packages\n/);
	});

	it('serves an output directory as a site', async () => {
		const plan = await set('Nuxt', { outputDirectory: '.output/public/' });
		expect(plan.output).toEqual({ value: '.output/public', reason: 'you set it' });
		expect(plan.start).toBeNull();
		expect(plan.dockerfile).toContain('COPY --from=build /app/.output/public /site');
	});

	it('makes a server of a site that has a start command', async () => {
		const plan = await set('Vite with React', { startCommand: 'vite preview --port 3000' });
		expect(plan.dockerfile).toContain('CMD ["vite", "preview", "--port", "3000"]');
		expect(plan.dockerfile).toContain('COPY --from=deps /app/node_modules ./node_modules');
	});

	it('is enough where nothing is recognised', async () => {
		const tree = memoryTree({ 'README.md': '', 'site/page.html': '' });
		const site = await detect(tree, settings({ outputDirectory: 'site' }));
		expect(site).toMatchObject({ framework: 'static', language: 'static' });
		const server = await detect(tree, settings({ startCommand: 'node x.js' }));
		expect(server).toMatchObject({ framework: 'node', install: null, build: null });
	});

	it.each(['npm run build\nUSER root', 'npm run build \\', 'a\0b'])(
		'refuses the command %j',
		(command) =>
			expect(set('Express', { buildCommand: command })).rejects.toMatchObject({
				code: 'command_invalid',
				field: 'buildCommand'
			})
	);

	it.each(['../dist', '/etc', 'a//b', 'a\nb', '$HOME', "a'b"])('refuses the folder %j', (folder) =>
		expect(set('Astro', { outputDirectory: folder })).rejects.toMatchObject({
			code: 'path_invalid',
			field: 'outputDirectory',
			message: `${folder} must be a folder inside the repository`
		})
	);

	it('takes paths from the root directory or from the repository', async () => {
		const change = { rootDirectory: 'apps/web', outputDirectory: 'apps/web/dist' };
		expect((await set('Astro', change)).output?.value).toBe('dist');
	});
});
