import { configOf, dependency, literal, script, type Facts } from '../facts.ts';
import { appBelow } from '../nothing-detected.ts';
import type { Recogniser } from '../recognised.ts';
import { modulesFor, startScript } from '../start-command.ts';

/** Without them `next build` ends with an error: this is the root of several apps. `next build web` looks elsewhere. */
function hasPages(facts: Facts): boolean {
	const isTold = ['build', 'start'].some((name) =>
		/\bnext \w+ [^-]/.test(script(facts, name) ?? '')
	);
	return isTold || ['app', 'pages', 'src/app', 'src/pages'].some((at) => facts.directories.has(at));
}

export const nextjs: Recogniser = (facts) => {
	const reason = dependency(facts, 'next');
	if (!reason) return null;
	if (!hasPages(facts)) {
		if (script(facts, 'start')?.startsWith('next'))
			throw appBelow('Next.js', 'app or pages', facts);
		return null;
	}
	const config = configOf(facts, 'next');
	const folder = literal(config, 'distDir') ?? '.next';
	const output = literal(config, 'output');
	const base = { framework: 'nextjs', title: 'Next.js', reason, build: 'next build' };
	// Next.js would listen on the container's own name only, which Docker puts into HOSTNAME.
	const variables = { HOSTNAME: '0.0.0.0' };
	if (output === 'export') {
		return {
			...base,
			title: 'Next.js (static)',
			serve: {
				kind: 'site',
				output: {
					value: literal(config, 'distDir') ?? 'out',
					reason: 'next.config: output "export"'
				},
				fallback: null,
				hashed: '^/_next/static/'
			}
		};
	}
	const buildCache = `${folder}/cache`;
	if (output === 'standalone') {
		const copies: [string, string][] = [
			[`${folder}/standalone`, '.'],
			[`${folder}/static`, `${folder}/static`]
		];
		if (facts.directories.has('public')) copies.push(['public', 'public']);
		const start = { value: ['node', 'server.js'], reason: 'next.config: output "standalone"' };
		const serve = { kind: 'server', start, modules: 'none', copies, variables } as const;
		return { ...base, buildCache, serve };
	}
	const start = startScript(facts, 'start') ?? { value: ['next', 'start'], reason };
	// next.config.ts is read at the start, too, with the TypeScript compiler.
	const typed = facts.files.has('next.config.ts') || facts.files.has('next.config.mts');
	const modules = typed ? 'all' : modulesFor(facts, start.value);
	return {
		...base,
		buildCache,
		serve: { kind: 'server', start, modules, copies: null, variables }
	};
};
