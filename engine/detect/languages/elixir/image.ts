import {
	aptLine,
	copyLine,
	environmentLine,
	runLine,
	stage,
	userLine
} from '../../dockerfile-text.ts';
import type { Commands, LanguageImage } from '../language.ts';
import { nodePrograms } from '../node-tools.ts';
import type { MixProject } from './mix-project.ts';

export interface ElixirImage {
	version: string;
	project: MixProject;
	isPhoenix: boolean;
	/** Files of the dependency layer that are there. */
	manifests: string[];
	/** Configuration that compiling the dependencies reads. */
	configs: string[];
	/** assets/package.json: packages of Node.js that the assets want. */
	hasAssetPackages: boolean;
}

/** What the runtime in a release is linked with. Its Debian is never older than the one that built it. */
const runtime = 'debian:trixie-slim';
const libraries = ['ca-certificates', 'libncurses6', 'libstdc++6', 'openssl'];

export function elixirImage(image: ElixirImage, commands: Commands): LanguageImage {
	const { project, version, isPhoenix } = image;
	const [program = '', , script = ''] = commands.start;
	const text = program === '/bin/sh' ? script : program;
	const isRelease = /^(exec )?(\.\/)?bin\//.test(text);
	const variables = {
		LANG: 'C.UTF-8',
		MIX_ENV: 'prod',
		...(isPhoenix ? { PHX_SERVER: 'true' } : {})
	};
	const release = copyLine([`/app/_build/prod/rel/${project.release}`], './', [
		'--from=build',
		'--chown=app:app'
	]);
	return {
		stages: [
			stage(
				null,
				`FROM elixir:${version}-slim AS base`,
				'WORKDIR /app',
				'ENV LANG=C.UTF-8 MIX_ENV=prod MIX_HOME=/opt/mix HEX_HOME=/opt/hex'
			),
			depsStage(image, commands),
			buildStage(image, commands)
		],
		run: isRelease
			? [
					`FROM ${runtime}`,
					'WORKDIR /app',
					aptLine(libraries),
					userLine,
					environmentLine(variables),
					release
				]
			: [
					'FROM base',
					userLine,
					// Mix has a folder in /tmp for each name of a user: root's may be in the image.
					environmentLine({ USER: 'app', ...(isPhoenix ? { PHX_SERVER: 'true' } : {}) }),
					'COPY --from=build /opt /opt',
					copyLine(['/app'], './', ['--from=build', '--chown=app:app'])
				]
	};
}

const isEarly = ({ project }: ElixirImage, commands: Commands) =>
	commands.installNeedsSources || project.hasLocal;

function depsStage(image: ElixirImage, commands: Commands): string {
	const { manifests, configs } = image;
	const { install, owner } = commands;
	const early = isEarly(image, commands);
	return stage(
		early
			? 'Packages: installing them may need the sources'
			: 'Packages: kept until one of these files changes',
		'FROM base AS deps',
		aptLine(['build-essential', 'git']),
		'RUN mix local.hex --force --if-missing && mix local.rebar --force --if-missing',
		early ? 'COPY . .' : copyLine(manifests, './'),
		install && runLine(install, ['/opt/hex/packages'], owner),
		early || configs.length === 0 ? null : copyLine(configs, './config/'),
		runLine('mix deps.compile', [], owner)
	);
}

function buildStage(image: ElixirImage, commands: Commands): string {
	const { build, owner } = commands;
	const node = image.hasAssetPackages;
	return stage(
		'Build',
		'FROM deps AS build',
		...(node ? nodePrograms('24') : []),
		isEarly(image, commands) ? null : 'COPY . .',
		node ? runLine('npm install --prefix assets', ['/root/.npm'], owner) : null,
		build && runLine(build, [], owner)
	);
}
