import { aptLine, copyLine, runLine, stage, userLine } from '../../dockerfile-text.ts';
import type { Commands, LanguageImage } from '../language.ts';
import { nodeTools, type NodeTools } from '../node-tools.ts';
import { apacheConfig, apachePath } from './apache.ts';
import type { Composer } from './composer.ts';

export interface PhpImage {
	version: string;
	composer: Composer | null;
	documentRoot: string;
	extensions: string[];
	/** For assets that Node.js builds; null: none are. */
	node: NodeTools | null;
}

/** Where Composer keeps what it has fetched. */
const cache = '/root/.composer/cache';

/** With all extensions that their image comes with left out, and those of PHP itself. */
const present = new Set(
	'core ctype curl date dom fileinfo filter hash iconv json libxml mbstring mysqlnd openssl pcre pdo pdo_sqlite phar posix random readline reflection session simplexml sodium spl sqlite3 standard tokenizer xml xmlreader xmlwriter zlib'.split(
		' '
	)
);

export function phpImage(image: PhpImage, commands: Commands): LanguageImage {
	const { composer } = image;
	const isSite = commands.start.length === 0;
	const needsBuild = commands.install !== null || commands.build !== null || isSite;
	const apache = commands.start[0] === 'apache2-foreground';
	return {
		stages: [
			baseStage(image),
			commands.install === null ? null : depsStage(image, commands),
			needsBuild ? buildStage(image, commands, composer) : null
		],
		run: [
			'FROM base',
			userLine,
			...(apache ? [copyLine([apachePath], '/etc/apache2/sites-enabled/000-default.conf')] : []),
			needsBuild
				? copyLine(['/app'], './', ['--from=build', '--chown=app:app'])
				: copyLine(['.'], './', ['--chown=app:app'])
		],
		files: [{ path: apachePath, text: apacheConfig(image.documentRoot) }]
	};
}

function baseStage({ version, extensions }: PhpImage): string {
	const wanted = ['opcache', ...extensions.map((name) => name.toLowerCase())];
	const missing = [...new Set(wanted)].filter((name) => !present.has(name)).toSorted();
	return stage(
		null,
		`FROM php:${version}-apache AS base`,
		'WORKDIR /app',
		copyLine(['/usr/bin/install-php-extensions'], '/usr/local/bin/', [
			'--from=mlocati/php-extension-installer:2'
		]),
		`RUN install-php-extensions ${missing.join(' ')}`,
		// The site's own file says where to listen.
		'RUN a2enmod rewrite remoteip && : > /etc/apache2/ports.conf \\',
		' && cp "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini"'
	);
}

function depsStage({ composer }: PhpImage, commands: Commands): string {
	const { install, installNeedsSources, owner } = commands;
	const early = installNeedsSources || !composer || composer.hasLocal;
	const manifests = ['composer.json', ...(composer?.hasLock ? ['composer.lock'] : [])];
	return stage(
		early
			? 'Packages: installing them may need the sources'
			: 'Packages: kept until one of these files changes',
		'FROM base AS deps',
		aptLine(['git', 'unzip']),
		copyLine(['/usr/bin/composer'], '/usr/local/bin/', ['--from=composer:2']),
		`ENV COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_CACHE_DIR=${cache}`,
		early ? 'COPY . .' : copyLine(manifests, './'),
		install && runLine(install, [cache], owner)
	);
}

function buildStage({ node }: PhpImage, commands: Commands, composer: Composer | null): string {
	const { build, install, installNeedsSources, owner } = commands;
	const tools = node && build !== null ? nodeTools(node, owner) : null;
	const early = install !== null && (installNeedsSources || !composer || composer.hasLocal);
	return stage(
		'Build',
		`FROM ${install === null ? 'base' : 'deps'} AS build`,
		...(tools?.programs ?? []),
		early ? null : 'COPY . .',
		// The classes of the app itself, and the scripts that its packages want run.
		composer && install !== null && !installNeedsSources
			? runLine('composer dump-autoload --no-dev --optimize', [], owner)
			: null,
		tools?.install ?? null,
		build && runLine(build, [], owner),
		tools && 'RUN rm -rf node_modules'
	);
}
