import { configOf, dependency, literal } from '../facts.ts';
import type { Recogniser } from '../recognised.ts';
import { modulesFor, startScript } from '../start-command.ts';
import { foreignAdapter } from './foreign-adapter.ts';

const foreign = /@astrojs\/(vercel|netlify|cloudflare)\b/;

export const astro: Recogniser = (facts) => {
	const reason = dependency(facts, 'astro');
	if (!reason) return null;
	const config = configOf(facts, 'astro');
	// A tool of the repository's, as for checking: the sites stand below.
	if (config === '' && !facts.directories.has('src/pages')) return null;
	const folder = literal(config, 'outDir')?.replace(/^\.\/|\/$/g, '') ?? 'dist';
	const base = { framework: 'astro', title: 'Astro', reason, build: 'astro build' };
	const platform = foreign.exec(config)?.[1];
	if (platform) throw foreignAdapter('Astro', `@astrojs/${platform}`, '@astrojs/node (standalone)');
	if (/@astrojs\/node\b/.test(config)) {
		const own = literal(config, 'mode') === 'middleware' ? startScript(facts, 'start') : null;
		const start = own ?? {
			value: ['node', `${folder}/server/entry.mjs`],
			reason: 'astro.config: @astrojs/node'
		};
		const modules = modulesFor(facts, start.value);
		return { ...base, serve: { kind: 'server', start, modules, copies: null } };
	}
	return {
		...base,
		title: 'Astro (static)',
		serve: {
			kind: 'site',
			output: { value: folder, reason },
			fallback: null,
			hashed: '^/_astro/'
		}
	};
};
