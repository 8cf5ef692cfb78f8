import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { staticIcons } from './src/lib/components/ui/static-icons.ts';

/** What the adapter starts is a server of HTTP alone; it is given what takes WebSockets, too. */
function withTerminals(): Plugin {
	const adapterServer = fileURLToPath(
		new URL('src/index.js', import.meta.resolve('@sveltejs/adapter-node'))
	);
	const server = '\0gantry-server';
	return {
		name: 'gantry-terminals',
		apply: 'build',
		enforce: 'pre',
		resolveId(source, importer) {
			return source === adapterServer && importer === undefined ? server : null;
		},
		load(id) {
			if (id !== server) return null;
			const room = fileURLToPath(new URL('src/lib/server/terminal/', import.meta.url));
			return [
				`import { server } from ${JSON.stringify(adapterServer)};`,
				`import { acceptTerminals } from ${JSON.stringify(`${room}accept-terminals.ts`)};`,
				`export * from ${JSON.stringify(adapterServer)};`,
				'acceptTerminals(server);'
			].join('\n');
		}
	};
}

/**
 * Left alone, the bundler writes a file for every set of pages that share a component: dozens of tiny
 * ones a page, which compress badly and delay the first paint. What every page needs is one file, what
 * three share another; with the sharing left to ten, a page had twice the files and 14 % more bytes.
 */
const scripts = {
	groups: [
		{
			name: 'frame',
			priority: 2,
			test: /\/components\/(shell\/PanelShell|toast\/Toasts)\.svelte$/
		},
		{
			name: 'parts',
			priority: 1,
			minShareCount: 3,
			test: /\/src\/lib\/(components|rules)\/|\/@lucide\//
		}
	]
};

export default defineConfig({
	// Of it a tenth is used; loaded whole it takes 8 MB.
	ssr: { noExternal: ['zod'] },
	environments: {
		client: { build: { rolldownOptions: { output: { codeSplitting: scripts } } } }
	},
	plugins: [
		withTerminals(),
		staticIcons(),
		tailwindcss(),
		sveltekit({
			adapter: adapter(),
			// hooks.server.ts checks the origin itself: for all content types, and for the panel's two names.
			csrf: { trustedOrigins: ['*'] },
			csp: {
				mode: 'nonce',
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
					'style-src': ['self'],
					// The one style attribute that SvelteKit itself writes: it hides its route announcer.
					'style-src-attr': [
						'unsafe-hashes',
						'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='
					],
					'img-src': ['self', 'data:'],
					'connect-src': ['self'],
					'form-action': ['self'],
					'base-uri': ['none'],
					'object-src': ['none'],
					'frame-ancestors': ['none']
				}
			}
		})
	]
});
