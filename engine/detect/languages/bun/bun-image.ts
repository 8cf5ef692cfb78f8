import { copyLine, runLine, stage } from '../../dockerfile-text.ts';
import type { Commands, LanguageImage } from '../language.ts';

export interface BunImage {
	tag: string;
	/** What `bun install` reads; null: the sources may be read, too. */
	manifests: string[] | null;
	/** Development packages are removed: nothing in node_modules is made by a build. */
	isPruned: boolean;
}

const cache = '/root/.bun/install/cache';
const production = 'rm -rf node_modules && bun install --production --ignore-scripts';

export function bunImage(
	{ tag, manifests, isPruned }: BunImage,
	commands: Commands
): LanguageImage {
	const { install, build, owner } = commands;
	const given = commands.installNeedsSources ? null : manifests;
	const first = install === null || given === null;
	return {
		stages: [
			stage(
				given ? 'Packages: kept until one of these files changes' : 'Packages',
				`FROM oven/bun:${tag} AS build`,
				'WORKDIR /app',
				first ? copyLine(['.'], '.') : copyLine(given, './'),
				install && runLine(install, [cache], owner)
			),
			stage(
				'Build',
				first ? null : copyLine(['.'], '.'),
				build && runLine(build, [cache], owner),
				isPruned && !commands.installNeedsSources ? runLine(production, [cache], owner) : null
			)
		],
		run: [
			`FROM oven/bun:${tag}`,
			'ENV NODE_ENV=production',
			'COPY --from=build --chown=1000:1000 /app /app',
			'WORKDIR /app'
		]
	};
}
