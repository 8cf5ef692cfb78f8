import { copyLine, runLine, stage } from '../../dockerfile-text.ts';
import type { Commands, LanguageImage } from '../language.ts';

export interface DenoImage {
	/** Of the official image. */
	tag: string;
	/** What `deno install` reads; null: more than some files. */
	manifests: string[] | null;
	/** Its packages are fetched by the build, so that none is when it starts. */
	entry: string | null;
}

export function denoImage(image: DenoImage, commands: Commands): LanguageImage {
	const manifests = commands.installNeedsSources ? null : image.manifests;
	const first = commands.install === null || manifests === null;
	const caches = `deno cache ${image.entry}`;
	return {
		stages: [
			stage(
				manifests ? 'Packages: kept until one of these files changes' : 'Packages',
				`FROM denoland/deno:${image.tag} AS build`,
				'WORKDIR /app',
				first ? copyLine(['.'], '.') : copyLine(manifests, './'),
				// Without a folder kept between builds: what it fetches is what runs.
				commands.install && runLine(commands.install, [], commands.owner)
			),
			stage(
				'Build',
				first ? null : copyLine(['.'], '.'),
				commands.build && runLine(commands.build, [], commands.owner),
				image.entry && runLine(caches, [], commands.owner)
			)
		],
		run: [
			`FROM denoland/deno:${image.tag}`,
			'COPY --from=build --chown=1000:1000 /deno-dir /deno-dir',
			'COPY --from=build --chown=1000:1000 /app /app',
			'WORKDIR /app'
		]
	};
}
