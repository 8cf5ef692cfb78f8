import { z } from 'zod';
import { dependency } from '../facts.ts';
import type { Recogniser } from '../recognised.ts';

const options = z.object({
	outputPath: z
		.union([
			z.string(),
			z.object({ base: z.string(), browser: z.string().optional(), server: z.string().optional() })
		])
		.optional(),
	outputMode: z.string().optional(),
	server: z.unknown().optional(),
	ssr: z.unknown().optional()
});
const workspace = z.object({
	defaultProject: z.string().optional(),
	projects: z.record(
		z.string(),
		z.object({
			projectType: z.string().optional(),
			architect: z
				.object({
					build: z.object({ builder: z.string(), options: options.optional() }).optional()
				})
				.optional()
		})
	)
});

export const angular: Recogniser = (facts) => {
	const reason = dependency(facts, '@angular/core');
	const text = facts.texts.get('angular.json');
	if (!reason || text === undefined) return null;
	const parsed = workspace.safeParse(asJson(text));
	if (!parsed.success) return null;
	const { projects, defaultProject } = parsed.data;
	const apps = Object.keys(projects).filter((name) => projects[name]?.projectType !== 'library');
	const name = defaultProject ?? apps[0];
	const build = name === undefined ? undefined : projects[name]?.architect?.build;
	if (!build) return null;

	const { outputPath = `dist/${name}`, outputMode, server, ssr } = build.options ?? {};
	const split = typeof outputPath === 'string' ? { base: outputPath } : outputPath;
	const folder = split.base.replace(/\/$/, '');
	// The older builder writes the site straight into its folder.
	const browser = /:application$/.test(build.builder) ? (split.browser ?? 'browser') : '';
	const base = { framework: 'angular', title: 'Angular', reason, build: 'ng build' };
	if (server && ssr && outputMode !== 'static') {
		const start = ['node', `${folder}/${split.server ?? 'server'}/server.mjs`];
		return {
			...base,
			title: 'Angular (SSR)',
			serve: {
				kind: 'server',
				start: { value: start, reason: 'angular.json: ssr' },
				modules: 'production',
				copies: null
			}
		};
	}
	return {
		...base,
		serve: {
			kind: 'site',
			output: {
				value: browser === '' ? folder : `${folder}/${browser}`,
				reason: `angular.json: project "${name}"`
			},
			fallback: '/index.html',
			// main-5RTGZ4QX.js, styles-5INURTSO.css
			hashed: '-[A-Z0-9]{8}\\.(js|css)$|^/media/'
		}
	};
};

function asJson(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		return null;
	}
}
