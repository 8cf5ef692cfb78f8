import {
	aptLine,
	copyLine,
	environmentLine,
	runLine,
	stage,
	userLine
} from '../../dockerfile-text.ts';
import type { Commands, LanguageImage } from '../language.ts';
import { nodeTools, type NodeTools } from '../node-tools.ts';
import type { RubyApp } from './app.ts';
import type { Gemfile } from './gemfile.ts';

export interface RubyImage {
	version: string;
	gemfile: Gemfile;
	app: RubyApp;
	/** Manifests that `bundle install` reads. */
	manifests: string[];
	/** For assets that Node.js builds; null: none are. */
	node: NodeTools | null;
}

/** Gems that load a library of the system. */
const libraries: Record<string, { build: string[]; run: string[] }> = {
	pg: { build: ['libpq-dev'], run: ['libpq5'] },
	mysql2: { build: ['default-libmysqlclient-dev'], run: ['libmariadb3'] },
	sqlite3: { build: ['libsqlite3-dev'], run: ['libsqlite3-0'] },
	'ruby-vips': { build: [], run: ['libvips42'] },
	image_processing: { build: [], run: ['libvips42'] },
	rmagick: { build: ['libmagickwand-dev'], run: ['imagemagick'] }
};

const bundle = '/usr/local/bundle';

export function rubyImage(image: RubyImage, commands: Commands): LanguageImage {
	const { app, gemfile } = image;
	const names = Object.keys(libraries).filter((gem) => gemfile.gems.has(gem));
	const run = names.flatMap((gem) => libraries[gem]?.run ?? []);
	const early = commands.installNeedsSources || gemfile.hasLocal;
	const isSite = commands.start.length === 0;
	const builds = early || commands.build !== null || isSite;
	return {
		stages: [
			stage(
				null,
				`FROM ruby:${image.version}-slim AS base`,
				'WORKDIR /app',
				environmentLine({ BUNDLE_WITHOUT: 'development:test', ...app.variables })
			),
			depsStage(image, commands, early, names),
			builds ? buildStage(image, commands, early) : null
		],
		run: [
			'FROM base',
			// jemalloc keeps the memory of a threaded server from growing into pieces.
			aptLine([...new Set([...run, 'libjemalloc2'])].toSorted()),
			'ENV LD_PRELOAD=libjemalloc.so.2',
			userLine,
			`COPY --from=${builds ? 'build' : 'deps'} ${bundle} ${bundle}`,
			builds
				? copyLine(['/app'], './', ['--from=build', '--chown=app:app'])
				: copyLine(['.'], './', ['--chown=app:app'])
		]
	};
}

function depsStage(
	{ gemfile, manifests }: RubyImage,
	{ install, owner }: Commands,
	early: boolean,
	names: string[]
): string {
	const build = names.flatMap((gem) => libraries[gem]?.build ?? []);
	const git = gemfile.hasGit ? ['git'] : [];
	const packages = ['build-essential', 'libyaml-dev', 'pkg-config', ...build, ...git];
	return stage(
		early
			? 'Gems: installing them may need the sources'
			: 'Gems: kept until one of these files changes',
		'FROM base AS deps',
		aptLine([...new Set(packages)].toSorted()),
		// A changed lock file is refused instead of being followed half.
		gemfile.hasLock ? 'ENV BUNDLE_FROZEN=true' : null,
		early ? 'COPY . .' : copyLine(manifests, './'),
		install && runLine(install, [`${bundle}/cache`], owner)
	);
}

function buildStage({ app, node }: RubyImage, { build, owner }: Commands, early: boolean): string {
	const tools = node && nodeTools(node, owner);
	return stage(
		'Build',
		'FROM deps AS build',
		...(tools?.programs ?? []),
		early ? null : 'COPY . .',
		tools?.install ?? null,
		environmentLine(app.buildVariables),
		build && runLine(build, [], owner),
		tools && build ? 'RUN rm -rf node_modules' : null
	);
}
