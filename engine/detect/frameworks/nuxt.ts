import { configOf, dependency, literal, script } from '../facts.ts';
import type { Recogniser } from '../recognised.ts';

export const nuxt: Recogniser = (facts) => {
	const reason = dependency(facts, 'nuxt', 'nuxt-edge');
	if (!reason) return null;
	const config = configOf(facts, 'nuxt');
	const base = { framework: 'nuxt', title: 'Nuxt', reason };
	const generates = script(facts, 'build')?.includes('generate') ?? false;
	const preset = literal(config, 'preset');
	if (generates || preset === 'static') {
		return {
			...base,
			title: 'Nuxt (static)',
			build: 'nuxt generate',
			serve: {
				kind: 'site',
				output: {
					value: '.output/public',
					reason: generates ? 'package.json: script "build"' : 'nuxt.config: preset "static"'
				},
				fallback: /\bssr\s*:\s*false/.test(config) ? '/200.html' : null,
				hashed: '^/_nuxt/'
			}
		};
	}
	return {
		...base,
		build: 'nuxt build',
		// Whatever platform the config names, here the output is a Node.js server.
		buildVariables: preset === null ? undefined : { NITRO_PRESET: 'node-server' },
		serve: {
			kind: 'server',
			start: { value: ['node', '.output/server/index.mjs'], reason },
			modules: 'none',
			copies: null
		}
	};
};
