import type { Language, LanguagePlan, Sources } from '../language.ts';
import { nodeToolsOf } from '../node-tools.ts';
import { phpApp } from './app.ts';
import { composerJson, type Composer } from './composer.ts';
import { phpImage } from './image.ts';
import { phpVersion } from './version.ts';

export const php: Language = {
	name: 'php',
	title: 'PHP',
	signs: /^(composer\.json|artisan|index\.php|wp-load\.php)$/,
	recognise
};

const install =
	'composer install --no-dev --no-interaction --prefer-dist --no-scripts --no-autoloader';

async function recognise(sources: Sources): Promise<LanguagePlan | null> {
	const composer = await composerJson(sources);
	const app = phpApp(sources, composer);
	const version = phpVersion(sources.facts, composer);
	const node = nodeToolsOf(sources.facts);
	const lockFile = composer?.hasLock ? 'composer.lock' : 'composer.json';
	const { documentRoot } = app;
	const served = documentRoot === '' ? 'the root' : `${documentRoot}/`;
	return {
		framework: app.framework,
		title: app.title,
		reason: app.reason,
		evidence: documentRoot === null ? 'files' : 'app',
		version: version.found,
		packageManager: composer && { value: 'Composer', reason: lockFile },
		install: composer && { value: install, reason: lockFile },
		build: node?.build ? { value: node.build, reason: 'package.json: script "build"' } : null,
		start:
			documentRoot === null
				? null
				: { value: 'apache2-foreground', reason: `Apache with ${served} as its document root` },
		foreignWeb: /\bheroku-php-(apache2|nginx)\b/,
		output: null,
		port: { value: 8080, reason: 'told to Apache in PORT' },
		notices: [
			...app.notices,
			...(hasLooseVersions(composer)
				? ['No lock file: versions may change between builds. Commit composer.lock.']
				: []),
			...(version.notice ? [version.notice] : [])
		],
		image: (commands) =>
			phpImage(
				{
					version: version.found.value,
					composer,
					documentRoot: documentRoot ?? '',
					extensions: [...(composer?.extensions ?? []), ...app.extensions],
					node
				},
				commands
			)
	};
}

/** PHP and its extensions come with the image; packages are what a lock file would fix. */
function hasLooseVersions(composer: Composer | null): boolean {
	if (!composer || composer.hasLock) return false;
	return [...composer.packages.keys()].some((name) => name.includes('/'));
}
