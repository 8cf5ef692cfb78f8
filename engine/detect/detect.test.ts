import { describe, expect, it } from 'vitest';
import { memoryTree } from '../checkout/memory-tree.ts';
import { detect } from './detect.ts';
import { settings } from './testing/settings.ts';
import { packageJson, trees } from './testing/trees.ts';

const planFor = (name: string) => detect(memoryTree(trees[name] ?? {}), settings());

/** tree → framework, title, build, and start command or output folder. */
const expected: [
	tree: string,
	framework: string,
	title: string,
	build: string | null,
	served: string
][] = [
	['SvelteKit with adapter-node', 'sveltekit', 'SvelteKit', 'npm run build', 'node dist'],
	['SvelteKit with adapter-auto', 'sveltekit', 'SvelteKit', 'npm run build', 'node build'],
	['SvelteKit with adapter-static', 'sveltekit', 'SvelteKit (static)', 'npm run build', 'build/'],
	['Next.js', 'nextjs', 'Next.js', 'pnpm run build', 'next start'],
	['Next.js standalone', 'nextjs', 'Next.js', 'npm run build', 'node server.js'],
	['Next.js export', 'nextjs', 'Next.js (static)', 'npm run build', 'out/'],
	['Nuxt', 'nuxt', 'Nuxt', 'npm run build', 'node .output/server/index.mjs'],
	['Nuxt generate', 'nuxt', 'Nuxt (static)', 'npm run build', '.output/public/'],
	['Astro', 'astro', 'Astro (static)', 'npm run build', 'dist/'],
	['Astro SSR', 'astro', 'Astro', 'astro build', 'node dist/server/entry.mjs'],
	[
		'React Router',
		'react-router',
		'React Router',
		'npm run build',
		'react-router-serve ./build/server/index.js'
	],
	['React Router SPA', 'react-router', 'React Router (SPA)', 'react-router build', 'build/client/'],
	['Remix', 'remix', 'Remix', 'yarn run build', 'remix-serve ./build/server/index.js'],
	['Angular', 'angular', 'Angular', 'npm run build', 'dist/shop/browser/'],
	['Angular SSR', 'angular', 'Angular (SSR)', 'npm run build', 'node dist/shop/server/server.mjs'],
	['Nest', 'nest', 'Nest', 'npm run build', 'node dist/main'],
	['Vite with React', 'vite', 'React (Vite)', 'npm run build', 'out/'],
	['Vite with Vue', 'vite', 'Vue (Vite)', 'vite build', 'dist/'],
	['Vite with Svelte', 'vite', 'Svelte (Vite)', 'vite build', 'public/'],
	['Vite with a server', 'express', 'Express', 'npm run build', 'node server.js'],
	['Express', 'express', 'Express', null, 'node index.js'],
	['Express in TypeScript', 'express', 'Express', null, 'tsx src/index.ts'],
	['Fastify', 'fastify', 'Fastify', null, 'node app.js'],
	['A plain start script', 'node', 'Node.js', null, 'node --enable-source-maps main.mjs'],
	['server.js alone', 'node', 'Node.js', null, 'node server.js'],
	['Gatsby', 'gatsby', 'Gatsby', 'gatsby build', 'public/'],
	['Docusaurus', 'docusaurus', 'Docusaurus', 'docusaurus build', 'build/'],
	['VitePress', 'vitepress', 'VitePress', 'npm run docs:build', 'docs/.vitepress/dist/'],
	['Eleventy', 'eleventy', 'Eleventy', 'eleventy', '_site/'],
	['Create React App', 'create-react-app', 'Create React App', 'npm run build', 'build/'],
	['Vue CLI', 'vue-cli', 'Vue CLI', 'vue-cli-service build', 'www/'],
	['Plain HTML', 'static', 'Static site', null, './'],
	['Plain HTML in public', 'static', 'Static site', null, 'public/'],
	['HTML with a build step', 'static', 'Static site', 'npm run build', './']
];

describe('detect', () => {
	it.each(expected)('%s → %s', async (name, framework, title, build, served) => {
		const plan = await planFor(name);
		const shown = plan.start?.value ?? `${plan.output?.value}/`;
		expect([plan.framework, plan.title, plan.build?.value ?? null, shown]).toEqual([
			framework,
			title,
			build,
			served
		]);
		const dockerfile = { path: plan.dockerfilePath, text: plan.dockerfile };
		expect(plan.files[0] ?? null).toEqual(plan.dockerfile === '' ? null : dockerfile);
	});

	it('has an expectation for every tree', () => {
		expect(expected.map(([name]) => name).sort()).toEqual(Object.keys(trees).sort());
	});

	it.each([
		'SvelteKit with adapter-node',
		'SvelteKit with adapter-auto',
		'Next.js',
		'Next.js standalone',
		'Vite with React',
		'Remix',
		'Express',
		'Express in TypeScript',
		'server.js alone'
	])('writes a readable Dockerfile for %s', async (name) => {
		expect((await planFor(name)).dockerfile).toMatchSnapshot();
	});

	it('runs everything as uid 1000 and with a command in list form', async () => {
		for (const name of Object.keys(trees)) {
			const { dockerfile, output } = await planFor(name);
			expect(dockerfile, name).not.toMatch(/^#\s*syntax|<</m);
			if (output) continue;
			const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
			expect(last, name).toMatch(/^USER 1000$/m);
			expect(last, name).toMatch(/^CMD \["/m);
		}
	});

	it('builds a site to nothing but its files, and one of plain files not at all', async () => {
		const { dockerfile, port } = await planFor('SvelteKit with adapter-static');
		expect(port).toBeNull();
		expect(dockerfile.slice(dockerfile.lastIndexOf('FROM '))).toBe(`FROM scratch
LABEL gantry.site='{"fallback":"200.html","hashed":"^/_app/immutable/"}'
COPY --from=build /app/build /site
`);
		expect(await planFor('Plain HTML')).toMatchObject({ dockerfile: '', files: [], port: null });
	});

	it('says why, for every value', async () => {
		const plan = await planFor('Next.js');
		expect(plan).toMatchObject({
			reason: 'package.json: dependency "next"',
			packageManager: { value: 'pnpm', reason: 'pnpm-lock.yaml' },
			version: { value: '24', reason: 'nothing asks for another' },
			install: { value: 'pnpm install --frozen-lockfile', reason: 'pnpm-lock.yaml' },
			build: { reason: 'package.json: script "build"' },
			start: { reason: 'package.json: script "start"' },
			port: { value: 3000, reason: 'told to the app in PORT' },
			notices: []
		});
	});

	it('uses the port that is written into the program', async () => {
		expect((await planFor('Express')).port).toEqual({
			value: 8081,
			reason: 'index.js: listens on 8081'
		});
		expect((await planFor('Fastify')).port?.value).toBe(4000);
		expect((await planFor('Vite with a server')).port?.value).toBe(3000);
	});

	it('makes adapter-auto work, and says how to do without', async () => {
		const plan = await planFor('SvelteKit with adapter-auto');
		expect(plan.dockerfile).toContain('ENV GCP_BUILDPACKS=true');
		expect(plan.notices[0]).toContain('adapter-node');
	});

	it.each([
		['@sveltejs/kit', 'svelte.config.js', '@sveltejs/adapter-vercel'],
		['astro', 'astro.config.mjs', '@astrojs/netlify']
	])('refuses %s built for a platform that is not here', async (dependency, file, adapter) => {
		const files = {
			'package.json': packageJson({ dependencies: [dependency] }),
			[file]: `import adapter from '${adapter}';`
		};
		await expect(detect(memoryTree(files), settings())).rejects.toMatchObject({
			code: 'adapter_unsupported',
			status: 422
		});
	});

	it('keeps the caches of different services apart', async () => {
		const tree = memoryTree(trees['Next.js'] ?? {});
		const { dockerfile } = await detect(tree, settings(), { cacheOwner: 'abc' });
		expect(dockerfile).toContain('--mount=type=cache,id=abc:/root/.local/share/pnpm/store,target=');
		expect(dockerfile).toContain(
			'--mount=type=cache,id=abc:/app/.next/cache,target=/app/.next/cache '
		);
	});

	it('copies the sources before installing when install scripts or workspaces need them', async () => {
		const files = {
			'package.json': packageJson({
				dependencies: ['express'],
				scripts: { start: 'node index.js', postinstall: 'node scripts/prepare.js' }
			})
		};
		const { dockerfile } = await detect(memoryTree(files), settings());
		expect(dockerfile).toMatch(/FROM base AS deps\nCOPY \. \.\nRUN .*npm install\n/);
		expect(dockerfile).toContain('COPY --from=build --chown=node:node /app ./');
	});

	it('keeps what the build writes into node_modules', async () => {
		const files = {
			'package-lock.json': '',
			'package.json': packageJson({
				dependencies: ['express', '@prisma/client'],
				devDependencies: ['prisma'],
				scripts: { build: 'prisma generate', start: 'node index.js' }
			})
		};
		const { dockerfile } = await detect(memoryTree(files), settings());
		expect(dockerfile).toMatch(/RUN npm run build\nRUN npm prune --omit=dev\n/);
		expect(dockerfile).not.toContain('rm -rf node_modules');
	});

	it('says that package.json cannot be read', async () => {
		await expect(detect(memoryTree({ 'package.json': '{' }), settings())).rejects.toMatchObject({
			code: 'package_json_invalid',
			message: expect.stringMatching(/^package.json cannot be read: /)
		});
	});
});
