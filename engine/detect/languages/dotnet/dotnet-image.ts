import { copyLine, runLine, stage } from '../../dockerfile-text.ts';
import type { Commands, LanguageImage } from '../language.ts';
import { portEntrypoint } from '../written-port.ts';

export interface DotnetImage {
	sdk: string;
	runtime: string;
	isWeb: boolean;
	/** What `dotnet restore` reads; null: more than some files. */
	manifests: string[] | null;
	/** The detected build command. */
	build: string;
}

const packages = '/root/.nuget/packages';
const registry = 'mcr.microsoft.com/dotnet';

export function dotnetImage(image: DotnetImage, commands: Commands): LanguageImage {
	const manifests = commands.installNeedsSources ? null : image.manifests;
	const first = commands.install === null || manifests === null;
	// A person's own command may put its files anywhere.
	const made = commands.build === image.build ? '/app/out' : '/app';
	return {
		stages: [
			stage(
				manifests ? 'Packages: kept until one of these files changes' : 'Packages',
				`FROM ${registry}/sdk:${image.sdk} AS build`,
				'WORKDIR /app',
				first ? copyLine(['.'], '.') : copyLine(manifests, './'),
				commands.install && runLine(commands.install, [packages], commands.owner)
			),
			stage(
				'Build',
				first ? null : copyLine(['.'], '.'),
				commands.build && runLine(commands.build, [packages], commands.owner)
			)
		],
		run: [
			`FROM ${registry}/${image.isWeb ? 'aspnet' : 'runtime'}:${image.runtime}`,
			copyLine([made], '/app', ['--from=build', '--chown=1000:1000']),
			'WORKDIR /app',
			image.isWeb ? entrypoint(image.runtime) : null
		]
	};
}

/** The name for plain HTTP came with .NET 8; before it, addresses were given whole. */
function entrypoint(runtime: string): string {
	return Number.parseFloat(runtime) >= 8
		? portEntrypoint('ASPNETCORE_HTTP_PORTS')
		: portEntrypoint('ASPNETCORE_URLS', 'http://+:$PORT');
}
