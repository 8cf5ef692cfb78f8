import { configOf, dependency, type Facts } from '../facts.ts';
import type { Recognised, Recogniser } from '../recognised.ts';
import { modulesFor, startScript } from '../start-command.ts';

export const reactRouter: Recogniser = (facts) => {
	const reason = dependency(facts, '@react-router/dev');
	if (!reason) return null;
	return routed(facts, {
		framework: 'react-router',
		title: 'React Router',
		reason,
		build: 'react-router build',
		config: configOf(facts, 'react-router'),
		serve: ['react-router-serve', './build/server/index.js']
	});
};

export const remix: Recogniser = (facts) => {
	const reason = dependency(facts, '@remix-run/dev');
	if (!reason) return null;
	const vite = [...facts.files].some((name) => name.startsWith('vite.config.'));
	return routed(facts, {
		framework: 'remix',
		title: 'Remix',
		reason,
		build: vite ? 'remix vite:build' : 'remix build',
		config: configOf(facts, 'vite', 'remix'),
		serve: ['remix-serve', vite ? './build/server/index.js' : './build/index.js']
	});
};

interface Routed {
	framework: string;
	title: string;
	reason: string;
	build: string;
	config: string;
	serve: string[];
}

function routed(facts: Facts, { config, serve, ...base }: Routed): Recognised {
	if (/\bssr\s*:\s*false/.test(config)) {
		return {
			...base,
			title: `${base.title} (SPA)`,
			serve: {
				kind: 'site',
				output: { value: 'build/client', reason: 'config: ssr is false' },
				fallback: '/index.html',
				hashed: '^/assets/'
			}
		};
	}
	// Without a start script the framework's own server; with one, that may be a server of the app's own.
	const start = startScript(facts, 'start') ?? { value: serve, reason: base.reason };
	const modules = modulesFor(facts, start.value);
	return { ...base, serve: { kind: 'server', start, modules, copies: null } };
}
