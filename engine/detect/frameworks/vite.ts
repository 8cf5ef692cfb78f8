import { configOf, dependency, literal } from '../facts.ts';
import type { Recogniser } from '../recognised.ts';

const views: Record<string, string> = {
	react: 'React',
	vue: 'Vue',
	svelte: 'Svelte',
	'solid-js': 'Solid',
	preact: 'Preact',
	lit: 'Lit'
};

export const vite: Recogniser = (facts) => {
	const reason = dependency(facts, 'vite');
	if (!reason) return null;
	const config = configOf(facts, 'vite');
	const root = literal(config, 'root')?.replace(/^\.\/|\/$/g, '');
	if (!facts.files.has(root ? `${root}/index.html` : 'index.html')) return null;
	const view = Object.keys(views).find((name) => dependency(facts, name));
	const outDir = literal(config, 'outDir')?.replace(/^\.\/|\/$/g, '');
	const output = resolveFrom(root ?? '', outDir ?? 'dist');
	return {
		framework: 'vite',
		title: view ? `${views[view]} (Vite)` : 'Vite',
		reason,
		build: 'vite build',
		serve: {
			kind: 'site',
			output: { value: output, reason: outDir ? 'vite.config: outDir' : reason },
			fallback: literal(config, 'appType') === 'mpa' ? null : '/index.html',
			// Files of `public` may lie there, too: only what has a hash for sure.
			hashed: `^/${escaped(literal(config, 'assetsDir') ?? 'assets')}/.*-(?=.{0,7}[A-Z0-9_])[\\w-]{8}\\.\\w+$`
		}
	};
};

/** Vite reads outDir from its root: ('web', '../dist') → 'dist'. */
function resolveFrom(root: string, path: string): string {
	return new URL(path, `file:///${root === '' ? '' : `${root}/`}`).pathname.slice(1);
}

function escaped(text: string): string {
	return text.replace(/[^\w/-]/g, '\\$&');
}
