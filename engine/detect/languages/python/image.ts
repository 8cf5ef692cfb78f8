import {
	aptLine,
	copyLine,
	environmentLine,
	runLine,
	stage,
	userLine
} from '../../dockerfile-text.ts';
import type { Commands, LanguageImage } from '../language.ts';
import type { SystemPackages } from './native.ts';
import type { PythonInstall } from './package-manager.ts';

export interface PythonImage {
	version: string;
	install: PythonInstall;
	/** Names of all packages that the manifests ask for. */
	packages: ReadonlyMap<string, string>;
	system: SystemPackages;
	buildVariables: Record<string, string>;
}

/** Servers that a start command may name without their being among the dependencies. */
const servers = ['gunicorn', 'uvicorn', 'hypercorn', 'waitress', 'daphne', 'granian'];
const programs: Record<string, string> = { 'waitress-serve': 'waitress' };

export function pythonImage(image: PythonImage, commands: Commands): LanguageImage {
	const { install, system } = image;
	const added = addedServer(image, commands);
	const early = commands.installNeedsSources || install.manifests === null;
	const project = commands.installNeedsSources ? null : install.project;
	const isSite = commands.start.length === 0;
	const builds = early || project !== null || commands.build !== null || isSite;
	return {
		stages: [
			stage(
				null,
				`FROM python:${image.version}-slim AS base`,
				'WORKDIR /app',
				// Where the packages are, in every stage.
				'ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1'
			),
			depsStage(image, commands, early, added),
			builds ? buildStage(image, commands, project, early) : null
		],
		run: [
			'FROM base',
			system.run.length > 0 ? aptLine(system.run) : null,
			userLine,
			// The edge in front is the only one that can reach it.
			'ENV PYTHONDONTWRITEBYTECODE=1 FORWARDED_ALLOW_IPS=*',
			`COPY --from=${builds ? 'build' : 'deps'} /opt/venv /opt/venv`,
			builds
				? copyLine(['/app'], './', ['--from=build', '--chown=app:app'])
				: copyLine(['.'], './', ['--chown=app:app'])
		],
		notices: added
			? [
					`${added} is not among the dependencies and was added: name it there to choose its version.`
				]
			: []
	};
}

function depsStage(
	{ install, system }: PythonImage,
	{ install: command, owner }: Commands,
	early: boolean,
	added: string | null
): string {
	const manifests = install.manifests ?? [];
	const folders = manifests.filter((path) => path === 'requirements');
	const files = manifests.filter((path) => path !== 'requirements');
	return stage(
		early
			? 'Packages: installing them may need the sources'
			: 'Packages: kept until one of these files changes',
		'FROM base AS deps',
		system.build.length > 0 ? aptLine(system.build) : null,
		install.program && `RUN pip install --no-cache-dir ${install.program}`,
		'RUN python -m venv /opt/venv',
		environmentLine(install.variables),
		early ? 'COPY . .' : files.length > 0 ? copyLine(files, './') : null,
		...(early ? [] : folders.map((folder) => copyLine([folder], `./${folder}`))),
		command && runLine(command, [install.cache], owner),
		added && runLine(`${install.add} ${added}`, [install.cache], owner)
	);
}

function buildStage(
	{ install, buildVariables }: PythonImage,
	{ build, owner }: Commands,
	project: string | null,
	early: boolean
): string {
	return stage(
		'Build',
		'FROM deps AS build',
		early ? null : 'COPY . .',
		project && runLine(project, [install.cache], owner),
		environmentLine(buildVariables),
		build && runLine(build, [], owner)
	);
}

function addedServer({ packages, install }: PythonImage, { start }: Commands): string | null {
	// Without any manifest, a person's install command is all there is to go by.
	if (install.command === null && packages.size === 0 && start[0] === 'python') return null;
	const words = start.flatMap((word) => word.split(/\s+/)).map((word) => programs[word] ?? word);
	return servers.find((server) => words.includes(server) && !packages.has(server)) ?? null;
}
