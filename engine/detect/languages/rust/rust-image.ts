import { copyLine, runLine, stage } from '../../dockerfile-text.ts';
import type { Facts } from '../../facts.ts';
import type { Commands, LanguageImage } from '../language.ts';
import { copyAssets, mustExist } from '../program.ts';
import { portEntrypoint } from '../written-port.ts';
import { aptInstall, type SystemPackages } from './native-libraries.ts';
import type { RustToolchain } from './toolchain.ts';

export interface RustImage {
	toolchain: RustToolchain;
	system: SystemPackages;
	/** The detected build command and program. */
	build: string;
	program: string | null;
	usesRocket: boolean;
}

const caches = ['/usr/local/cargo/registry', '/usr/local/cargo/git', '/app/target'];
const certificates = '/etc/ssl/certs/ca-certificates.crt';

export function rustImage(facts: Facts, image: RustImage, commands: Commands): LanguageImage {
	const { toolchain, system } = image;
	const ownBuild = commands.build !== image.build;
	const folder = programFolder(commands.start);
	return {
		stages: [
			stage(
				'Build: crates and what was compiled are kept between builds',
				`FROM rust:${toolchain.version.value}-slim-bookworm AS build`,
				'WORKDIR /app',
				// Without it, rustup would fetch the toolchain that the image has already.
				toolchain.isFetched ? null : 'ENV RUSTUP_TOOLCHAIN=$RUST_VERSION',
				aptInstall(system.build),
				copyLine(['.'], '.'),
				commands.install && runLine(commands.install, caches, commands.owner),
				commands.build &&
					runLine(`${commands.build} && ${collect(image, commands.build)}`, caches, commands.owner),
				ownBuild && image.program && commands.start[0] === image.program
					? mustExist(image.program)
					: null
			)
		],
		run: [
			'FROM debian:bookworm-slim',
			aptInstall(system.run),
			`COPY --from=build ${certificates} ${certificates}`,
			`ENV PATH=/app/${folder}:$PATH${image.usesRocket ? ' ROCKET_ADDRESS=0.0.0.0' : ''}`,
			copyLine(['/app/bin'], `/app/${folder}`, ['--from=build', '--chown=1000:1000']),
			'WORKDIR /app',
			...copyAssets(facts),
			image.usesRocket && copyRocket(facts),
			image.usesRocket ? portEntrypoint('ROCKET_PORT') : null
		].filter((line) => line !== false)
	};
}

/** Takes the programs out of the folder that only builds see. */
function collect({ program, build: detected }: RustImage, build: string): string {
	if (program !== null && build === detected && build.includes(' --bin ')) {
		return `install -D target/release/${program.slice('bin/'.length)} ${program}`;
	}
	const found = 'find target -maxdepth 3 -path "*/release/*" -type f -executable ! -name "*.so"';
	return `mkdir -p bin && ${found} -exec install -t bin {} +`;
}

/** Where the start command looks for its program: 'target/release/web' is usual, too. */
function programFolder(start: string[]): string {
	return /(?:^|[\s/])(target\/[\w./-]*release)\//.exec(start.join(' '))?.[1] ?? 'bin';
}

function copyRocket(facts: Facts): string | null {
	return facts.files.has('Rocket.toml') ? copyLine(['Rocket.toml'], './') : null;
}
