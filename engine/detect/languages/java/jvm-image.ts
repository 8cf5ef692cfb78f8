import { copyLine, runLine, stage } from '../../dockerfile-text.ts';
import type { Commands, LanguageImage } from '../language.ts';
import { portEntrypoint } from '../written-port.ts';
import type { JvmBuild } from './jvm-build.ts';

const owned = ['--from=build', '--chown=1000:1000'];
/** Jars that are never started. */
const besides = ['original-*', '*-sources.jar', '*-javadoc.jar', '*-tests.jar', '*-plain.jar'];

export function jvmImage(build: JvmBuild, version: string, commands: Commands): LanguageImage {
	const cache = build.tool === 'maven' ? '/root/.m2' : '/root/.gradle';
	const isDetected = commands.start.join(' ').includes(startedFile(build) ?? '\n');
	return {
		stages: [
			stage(
				'Build: packages are kept between builds',
				`FROM ${buildImage(build, version)} AS build`,
				'WORKDIR /app',
				build.tool === 'gradle' ? `ENV GRADLE_USER_HOME=${cache}` : null,
				copyLine(['.'], '.'),
				commands.install && runLine(commands.install, [cache], commands.owner),
				commands.build && runLine(commands.build, [cache], commands.owner),
				isDetected ? collect(build) : null
			)
		],
		run: [
			`FROM eclipse-temurin:${version}-jre`,
			...(isDetected
				? [copyLine(['/app/.started'], '/app', owned)]
				: // Jars keep their places for a start command that a person wrote.
					[copyLine([`/app/${build.folder}`], `/app/${build.folder}`, owned)]),
			'WORKDIR /app',
			isDetected && build.made?.kind === 'classpath' ? 'ENV CLASSPATH=/app/lib/*' : null,
			build.portVariable && portEntrypoint(build.portVariable)
		]
	};
}

/** Gradle's wrapper brings Gradle itself. */
function buildImage({ tool, command }: JvmBuild, version: string): string {
	if (tool === 'maven') return `maven:3-eclipse-temurin-${version}`;
	return command.reason === 'gradlew' ? `eclipse-temurin:${version}-jdk` : `gradle:jdk${version}`;
}

function startedFile({ made }: JvmBuild): string | null {
	if (made === null) return null;
	if (made.kind === 'jar') return ' app.jar';
	return ` ${made.kind === 'folder' ? made.jar : made.mainClass}`;
}

/** Puts what is started into one folder, whatever version its name has. */
function collect({ made, folder, tool }: JvmBuild): string | null {
	if (made === null) return null;
	if (made.kind === 'folder') {
		const path = tool === 'maven' ? `${folder}/quarkus-app` : folder;
		return `RUN cp -r ${path} .started`;
	}
	if (made.kind === 'classpath') {
		const jars = `find ${folder} -name '*.jar' -exec cp {} .started/lib/ \\;`;
		return `RUN mkdir -p .started/lib && ${jars}`;
	}
	const not = besides.map((name) => `! -name '${name}'`).join(' ');
	const found = `find ${folder} -maxdepth 1 -name '${made.name}' ${not} -exec cp {} .started/app.jar \\;`;
	return `RUN mkdir .started && ${found} && test -f .started/app.jar`;
}
