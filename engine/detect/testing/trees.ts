interface Package {
	dependencies?: string[];
	devDependencies?: string[];
	scripts?: Record<string, string>;
	[field: string]: unknown;
}

/** Text of a package.json; packages without versions, as none of them is looked at. */
export function packageJson({
	dependencies = [],
	devDependencies = [],
	...fields
}: Package): string {
	const versions = (names: string[]) => Object.fromEntries(names.map((name) => [name, '^1.0.0']));
	return JSON.stringify({
		...fields,
		dependencies: versions(dependencies),
		devDependencies: versions(devDependencies)
	});
}

const npm = { 'package-lock.json': '{}' };
const build = (build: string) => ({ build });

/** The fewest files that make each framework what it is. */
export const trees: Record<string, Record<string, string | null>> = {
	'SvelteKit with adapter-node': {
		...npm,
		'package.json': packageJson({
			devDependencies: ['@sveltejs/kit', '@sveltejs/adapter-node', 'vite'],
			scripts: { ...build('vite build'), prepare: "svelte-kit sync || echo ''" }
		}),
		'svelte.config.js': `import adapter from '@sveltejs/adapter-node';\nexport default { kit: { adapter: adapter({ out: 'dist' }) } };`
	},
	'SvelteKit with adapter-auto': {
		...npm,
		'package.json': packageJson({
			devDependencies: ['@sveltejs/kit', '@sveltejs/adapter-auto'],
			scripts: build('vite build')
		}),
		'vite.config.ts': `import adapter from '@sveltejs/adapter-auto';`
	},
	'SvelteKit with adapter-static': {
		...npm,
		'package.json': packageJson({
			devDependencies: ['@sveltejs/kit'],
			scripts: build('vite build')
		}),
		'svelte.config.js': `import adapter from '@sveltejs/adapter-static';\nadapter({ fallback: '200.html' });`
	},
	'Next.js': {
		'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
		'package.json': packageJson({
			dependencies: ['next', 'react'],
			scripts: { ...build('next build'), start: 'next start' }
		}),
		'next.config.mjs': 'export default {};',
		'src/app/page.tsx': ''
	},
	'Next.js standalone': {
		...npm,
		'package.json': packageJson({ dependencies: ['next'], scripts: build('next build') }),
		'next.config.js': `// output: 'export'\nmodule.exports = { output: 'standalone' };`,
		'pages/index.js': '',
		'public/robots.txt': ''
	},
	'Next.js export': {
		...npm,
		'package.json': packageJson({ dependencies: ['next'], scripts: build('next build') }),
		'next.config.js': `module.exports = { output: "export" };`,
		'app/page.jsx': ''
	},
	Nuxt: {
		...npm,
		'package.json': packageJson({
			dependencies: ['nuxt'],
			scripts: { ...build('nuxt build'), postinstall: 'nuxt prepare' }
		})
	},
	'Nuxt generate': {
		...npm,
		'package.json': packageJson({ dependencies: ['nuxt'], scripts: build('nuxt generate') })
	},
	Astro: {
		...npm,
		'package.json': packageJson({ dependencies: ['astro'], scripts: build('astro build') }),
		'astro.config.mjs': 'export default defineConfig({});'
	},
	'Astro SSR': {
		...npm,
		'package.json': packageJson({ dependencies: ['astro', '@astrojs/node'] }),
		'astro.config.mjs': `import node from '@astrojs/node';\nexport default { output: 'server', adapter: node({ mode: 'standalone' }) };`
	},
	'React Router': {
		...npm,
		'package.json': packageJson({
			dependencies: ['react-router', '@react-router/serve'],
			devDependencies: ['@react-router/dev', 'vite'],
			scripts: {
				...build('react-router build'),
				start: 'react-router-serve ./build/server/index.js'
			}
		})
	},
	'React Router SPA': {
		...npm,
		'package.json': packageJson({ devDependencies: ['@react-router/dev'] }),
		'react-router.config.ts': 'export default { ssr: false };'
	},
	Remix: {
		'yarn.lock': '# yarn lockfile v1\n',
		'package.json': packageJson({
			dependencies: ['@remix-run/react', '@remix-run/serve'],
			devDependencies: ['@remix-run/dev'],
			scripts: {
				...build('remix vite:build'),
				start: 'remix-serve ./build/server/index.js'
			}
		}),
		'vite.config.ts': ''
	},
	Angular: {
		...npm,
		'package.json': packageJson({
			dependencies: ['@angular/core'],
			scripts: { ...build('ng build'), start: 'ng serve' }
		}),
		'angular.json': JSON.stringify({
			projects: {
				shop: {
					projectType: 'application',
					architect: { build: { builder: '@angular/build:application', options: {} } }
				}
			}
		})
	},
	'Angular SSR': {
		...npm,
		'package.json': packageJson({ dependencies: ['@angular/core'], scripts: build('ng build') }),
		'angular.json': JSON.stringify({
			projects: {
				shop: {
					architect: {
						build: {
							builder: '@angular/build:application',
							options: { server: 'src/main.server.ts', ssr: { entry: 'src/server.ts' } }
						}
					}
				}
			}
		})
	},
	Nest: {
		...npm,
		'package.json': packageJson({
			dependencies: ['@nestjs/core'],
			devDependencies: ['@nestjs/cli'],
			scripts: { ...build('nest build'), start: 'nest start', 'start:prod': 'node dist/main' }
		})
	},
	'Vite with React': {
		...npm,
		'package.json': packageJson({
			dependencies: ['react'],
			devDependencies: ['vite'],
			scripts: { ...build('tsc -b && vite build'), start: 'vite' }
		}),
		'index.html': '<div id="root"></div>',
		'vite.config.ts': `export default defineConfig({ build: { outDir: './out/' } });`
	},
	'Vite with Vue': {
		...npm,
		'package.json': packageJson({ dependencies: ['vue'], devDependencies: ['vite'] }),
		'index.html': ''
	},
	'Vite with Svelte': {
		...npm,
		'package.json': packageJson({ devDependencies: ['svelte', 'vite'] }),
		'web/index.html': '',
		'vite.config.js': `export default { root: 'web', build: { outDir: '../public' } };`
	},
	'Vite with a server': {
		...npm,
		'package.json': packageJson({
			dependencies: ['express', 'react'],
			devDependencies: ['vite'],
			scripts: { ...build('vite build'), start: 'NODE_ENV=production node server.js' }
		}),
		'index.html': '',
		'server.js': 'app.listen(process.env.PORT);'
	},
	Express: {
		...npm,
		'package.json': packageJson({ dependencies: ['express'], scripts: { start: 'node index.js' } }),
		'index.js': 'app.listen(8081);'
	},
	'Express in TypeScript': {
		...npm,
		'package.json': packageJson({
			dependencies: ['express'],
			devDependencies: ['typescript', 'tsx'],
			scripts: { start: 'tsx src/index.ts' }
		})
	},
	Fastify: {
		...npm,
		'package.json': packageJson({ dependencies: ['fastify'], main: './app.js' }),
		'app.js': 'fastify.listen({ host, port: 4000 })'
	},
	'A plain start script': {
		'package.json': packageJson({ scripts: { start: 'node --enable-source-maps main.mjs' } }),
		'main.mjs': ''
	},
	'server.js alone': {
		'package.json': packageJson({}),
		'server.js': ''
	},
	Gatsby: { ...npm, 'package.json': packageJson({ dependencies: ['gatsby'] }) },
	Docusaurus: { ...npm, 'package.json': packageJson({ dependencies: ['@docusaurus/core'] }) },
	VitePress: {
		...npm,
		'package.json': packageJson({
			devDependencies: ['vitepress'],
			scripts: { 'docs:build': 'vitepress build docs' }
		}),
		'docs/.vitepress/config.mts': ''
	},
	Eleventy: { ...npm, 'package.json': packageJson({ devDependencies: ['@11ty/eleventy'] }) },
	'Create React App': {
		...npm,
		'package.json': packageJson({
			dependencies: ['react-scripts'],
			scripts: { ...build('react-scripts build'), start: 'react-scripts start' }
		})
	},
	'Vue CLI': {
		...npm,
		'package.json': packageJson({ devDependencies: ['@vue/cli-service'] }),
		'vue.config.js': `module.exports = { outputDir: 'www' };`
	},
	'Plain HTML': { 'index.html': '<h1>Hello</h1>' },
	'Plain HTML in public': { 'public/index.html': '', 'README.md': '' },
	'HTML with a build step': {
		...npm,
		'package.json': packageJson({
			devDependencies: ['tailwindcss'],
			scripts: { ...build('tailwindcss -o style.css'), start: 'live-server' },
			main: 'index.js'
		}),
		'index.html': '',
		'app.js': ''
	}
};
