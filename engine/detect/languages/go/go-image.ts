import { copyLine, environmentLine, runLine, stage } from '../../dockerfile-text.ts';
import type { Facts } from '../../facts.ts';
import type { Commands, LanguageImage } from '../language.ts';
import { copyAssets, mustExist } from '../program.ts';

export interface GoImage {
	version: string;
	/** The program needs a C library: it is neither built nor run without one. */
	usesC: boolean;
	/** What `go mod download` reads; null: more than some files. */
	manifests: string[] | null;
	/** The detected build command and program. */
	build: string;
	program: string | null;
	/** Other commands than the one that answers requests need a shell. */
	needsShell: boolean;
}

const modules = '/go/pkg/mod';
const compiled = '/root/.cache/go-build';
const owned = ['--from=build', '--chown=1000:1000'];
const certificates = '/etc/ssl/certs/ca-certificates.crt';

export function goImage(facts: Facts, image: GoImage, commands: Commands): LanguageImage {
	const manifests = commands.installNeedsSources ? null : image.manifests;
	const first = commands.install === null || manifests === null;
	const ownBuild = commands.build !== image.build;
	const made = image.program ?? '';
	return {
		stages: [
			stage(
				manifests ? 'Modules: kept until go.mod or go.sum changes' : 'Modules',
				`FROM golang:${image.version}-bookworm AS build`,
				'WORKDIR /app',
				// A newer Go than the image's is fetched where go.mod asks for it.
				environmentLine({ CGO_ENABLED: image.usesC ? '1' : '0', GOTOOLCHAIN: 'auto' }),
				first ? copyLine(['.'], '.') : copyLine(manifests, './'),
				commands.install && runLine(commands.install, [modules], commands.owner)
			),
			stage(
				'Build',
				first ? null : copyLine(['.'], '.'),
				commands.build && runLine(commands.build, [modules, compiled], commands.owner),
				ownBuild ? outputOf(commands.build ?? '', made) : null,
				ownBuild && commands.start[0] === made ? mustExist(made) : null
			)
		],
		run: [...base(image, commands), ...program(facts, ownBuild)]
	};
}

/** What `go build` of a person made is put where the detected start command looks for it. */
function outputOf(build: string, program: string): string | null {
	if (program === '') return null;
	const made = /^go build\b.*\s-o[ =]([\w./-]*[\w-])(\s|$)/.exec(build)?.[1];
	return made && made !== program ? `RUN install -D ${made} ${program}` : null;
}

function base(image: GoImage, { start, build }: Commands): string[] {
	const debian = image.usesC || image.needsShell || start[0] === '/bin/sh' || build !== image.build;
	if (debian)
		return ['FROM debian:bookworm-slim', `COPY --from=build ${certificates} ${certificates}`];
	return [
		'FROM scratch',
		`COPY --from=build ${certificates} ${certificates}`,
		'COPY --from=build /usr/local/go/lib/time/zoneinfo.zip /zoneinfo.zip',
		'# An empty folder for files that are put aside',
		'COPY --from=build --chown=1000:1000 /go/src /tmp',
		'ENV ZONEINFO=/zoneinfo.zip'
	];
}

function program(facts: Facts, ownBuild: boolean): string[] {
	const path = 'ENV PATH=/app/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
	// Of a person's own command nobody knows what it made, and where.
	if (ownBuild) return [path, copyLine(['/app'], '/app', owned), 'WORKDIR /app'];
	return [path, copyLine(['/app/bin'], '/app/bin', owned), 'WORKDIR /app', ...copyAssets(facts)];
}
