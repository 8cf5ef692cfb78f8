import { configOf, dependency, literal, type Facts } from '../facts.ts';
import type { Recogniser } from '../recognised.ts';

/** A tool that always ends in a folder of finished files. */
interface SiteBuilder {
	framework: string;
	title: string;
	/** Any of these packages. */
	packages: string[];
	build: string;
	output: string | ((facts: Facts) => string);
	fallback: string | null;
	hashed: string | null;
	buildScripts?: string[];
}

const frameworks: SiteBuilder[] = [
	{
		framework: 'gatsby',
		title: 'Gatsby',
		packages: ['gatsby'],
		build: 'gatsby build',
		output: 'public',
		fallback: null,
		hashed: '^/static/|-[0-9a-f]{20}\\.(js|css)$'
	},
	{
		framework: 'docusaurus',
		title: 'Docusaurus',
		packages: ['@docusaurus/core'],
		build: 'docusaurus build',
		output: 'build',
		fallback: null,
		hashed: '^/assets/'
	},
	{
		framework: 'vitepress',
		title: 'VitePress',
		packages: ['vitepress'],
		build: 'vitepress build',
		buildScripts: ['build', 'docs:build'],
		output: ({ directories }) =>
			directories.has('docs/.vitepress') ? 'docs/.vitepress/dist' : '.vitepress/dist',
		fallback: null,
		hashed: '^/assets/'
	},
	{
		framework: 'eleventy',
		title: 'Eleventy',
		packages: ['@11ty/eleventy'],
		build: 'eleventy',
		output: (facts) => literal(configOf(facts, 'eleventy', '.eleventy'), 'output') ?? '_site',
		fallback: null,
		hashed: null
	},
	{
		framework: 'create-react-app',
		title: 'Create React App',
		packages: ['react-scripts'],
		build: 'react-scripts build',
		output: 'build',
		fallback: '/index.html',
		hashed: '^/static/'
	},
	{
		framework: 'vue-cli',
		title: 'Vue CLI',
		packages: ['@vue/cli-service'],
		build: 'vue-cli-service build',
		output: (facts) => literal(configOf(facts, 'vue'), 'outputDir') ?? 'dist',
		fallback: '/index.html',
		hashed: '\\.[0-9a-f]{8}\\.'
	}
];

/** Bundlers say less about an app than what it starts does. */
const plainBundlers: SiteBuilder[] = [
	{
		framework: 'parcel',
		title: 'Parcel',
		packages: ['parcel', 'parcel-bundler'],
		build: 'parcel build',
		output: 'dist',
		fallback: '/index.html',
		hashed: '\\.[0-9a-f]{8}\\.'
	},
	{
		framework: 'webpack',
		title: 'webpack',
		packages: ['webpack'],
		build: 'webpack --mode production',
		output: 'dist',
		fallback: '/index.html',
		hashed: null
	}
];

const recogniser = (builder: SiteBuilder): Recogniser => {
	return (facts) => {
		const reason = dependency(facts, ...builder.packages);
		if (!reason) return null;
		const { framework, title, build, buildScripts, output, fallback, hashed } = builder;
		const folder = typeof output === 'string' ? output : output(facts);
		const serve = { kind: 'site', output: { value: folder, reason }, fallback, hashed } as const;
		return { framework, title, reason, build, buildScripts, serve };
	};
};

export const siteBuilders = frameworks.map(recogniser);
export const bundlers = plainBundlers.map(recogniser);
