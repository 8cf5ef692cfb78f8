import { configOf, dependency, literal, type Facts } from '../facts.ts';
import type { Recognised, Recogniser } from '../recognised.ts';
import { foreignAdapter } from './foreign-adapter.ts';

const adapters = /@sveltejs\/adapter-(node|static|auto|vercel|netlify|cloudflare)\b/;

export const sveltekit: Recogniser = (facts) => {
	const reason = dependency(facts, '@sveltejs/kit');
	if (!reason) return null;
	const config = configOf(facts, 'svelte', 'vite');
	const base = { framework: 'sveltekit', title: 'SvelteKit', reason, build: 'vite build' };
	const adapter = adapterOf(facts, config);
	switch (adapter) {
		case 'static':
			return { ...base, title: 'SvelteKit (static)', serve: site(config) };
		case 'node':
			return {
				...base,
				serve: server('@sveltejs/adapter-node', literal(config, 'out') ?? 'build')
			};
		case 'auto':
		case null:
			return {
				...base,
				// adapter-auto fetches and uses adapter-node where it sees this variable.
				buildVariables: { GCP_BUILDPACKS: 'true' },
				serve: server('adapter-auto, which uses adapter-node here', 'build'),
				notices: [
					'adapter-auto fetches @sveltejs/adapter-node at each build. Builds get faster and repeatable with adapter-node in vite.config or svelte.config.'
				]
			};
		default:
			throw foreignAdapter('SvelteKit', `adapter-${adapter}`, '@sveltejs/adapter-node');
	}
};

function adapterOf(facts: Facts, config: string): string | null {
	const installed = ['node', 'static', 'auto'].find((name) =>
		dependency(facts, `@sveltejs/adapter-${name}`)
	);
	return adapters.exec(config)?.[1] ?? installed ?? null;
}

function server(reason: string, folder: string): Recognised['serve'] {
	const start = { value: ['node', folder], reason };
	return { kind: 'server', start, modules: 'production', copies: null };
}

function site(config: string): Recognised['serve'] {
	return {
		kind: 'site',
		output: { value: literal(config, 'pages') ?? 'build', reason: '@sveltejs/adapter-static' },
		fallback: literal(config, 'fallback'),
		hashed: '^/_app/immutable/'
	};
}
