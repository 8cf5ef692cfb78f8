import { copyLine, environmentLine, listForm, runLine, stage, stages } from './dockerfile-text.ts';
import type { Install } from './install.ts';
import type { Server, Site } from './recognised.ts';
import { siteStage } from './site-dockerfile.ts';

export interface NodeImage {
	title: string;
	major: string;
	/** null: there are no packages. */
	install: Install | null;
	build: string | null;
	buildVariables: Record<string, string>;
	buildCache: string | null;
	/** The build writes into node_modules what is needed at run time. */
	generatesModules: boolean;
	/** Folder of the app, where it is a workspace of the repository; null: it is the whole context. */
	workspace: string | null;
	/** Keeps cache mounts of different services apart; null: shared. */
	owner: string | null;
}

const owned = '--chown=node:node';

/** A server: what runs has the build's files and only the packages it needs. */
export function serverDockerfile(image: NodeImage, server: Server, port: number): string {
	if (image.workspace !== null) return workspaceDockerfile(image, image.workspace, server, port);
	const { install } = image;
	const modules = install === null ? 'none' : server.modules;
	const prune = modules === 'production' ? (install?.prune ?? null) : null;
	const inBuild = image.generatesModules && modules !== 'none';
	const built = image.build !== null || inBuild || install?.manifests === null;
	const separate = modules === 'none' || inBuild ? null : prune === null ? 'deps' : 'production';
	const copies = server.copies ?? [['', '.'] as const];
	return stages(
		image.title,
		baseStage(image),
		depsStage(image),
		built ? buildStage(image, inBuild ? prune : 'rm -rf node_modules') : null,
		separate === 'production'
			? stage('Production packages only', 'FROM deps AS production', cachedRun(image, prune ?? ''))
			: null,
		stage(
			'What runs',
			'FROM base',
			runEnvironment(server, port),
			separate && `COPY --from=${separate} /app/node_modules ./node_modules`,
			...copies.map(([from, to]) => copyApp(from, to, built)),
			'USER 1000',
			`EXPOSE ${port}`,
			`CMD ${listForm(server.start.value)}`
		)
	);
}

/** The same for a workspace: packages are linked into each other, so the repository stays as it is. */
function workspaceDockerfile(
	image: NodeImage,
	folder: string,
	server: Server,
	port: number
): string {
	const isBundled = server.modules === 'none' && server.copies !== null;
	const prune = server.modules === 'production' ? (image.install?.prune ?? null) : null;
	const copies = (isBundled ? server.copies : null) ?? [];
	return stages(
		image.title,
		baseStage(image),
		depsStage(image),
		buildStage(image, prune),
		stage(
			'What runs',
			'FROM base',
			runEnvironment(server, port),
			...(isBundled ? [] : [copyApp('', '.', true)]),
			...copies.map(([from, to]) =>
				copyApp(`${folder}/${from}`, to === '.' ? '.' : `${folder}/${to}`, true)
			),
			`WORKDIR /app/${folder}`,
			'USER 1000',
			`EXPOSE ${port}`,
			`CMD ${listForm(server.start.value)}`
		)
	);
}

function runEnvironment(server: Server, port: number): string | null {
	const variables = { NODE_ENV: 'production', HOST: '0.0.0.0', PORT: String(port) };
	return environmentLine({ ...variables, ...server.variables });
}

/** Finished files, made with Node.js and served by the edge. */
export function builtSiteDockerfile(image: NodeImage, site: Site): string {
	const { workspace } = image;
	const output = workspace === null ? site.output.value : `${workspace}/${site.output.value}`;
	return stages(
		image.title,
		baseStage(image),
		depsStage(image),
		buildStage(image, site.output.value === '.' ? 'rm -rf node_modules' : null),
		siteStage(output, 'build', site)
	);
}

function baseStage(image: NodeImage): string {
	return stage(
		null,
		`FROM node:${image.major}-slim AS base`,
		'WORKDIR /app',
		'RUN chown node:node /app',
		image.workspace
			? `ENV PATH=/app/${image.workspace}/node_modules/.bin:/app/node_modules/.bin:$PATH`
			: 'ENV PATH=/app/node_modules/.bin:$PATH'
	);
}

function depsStage(image: NodeImage): string | null {
	const { install } = image;
	if (install === null) return null;
	return stage(
		install.manifests
			? 'Packages: kept until one of these files changes'
			: 'Packages: installing them may need the sources',
		'FROM base AS deps',
		// Some official images have a Yarn already, hence --force.
		install.program && `RUN npm install --global --force ${install.program}`,
		environmentLine(install.variables),
		install.manifests ? copyManifests(install.manifests) : 'COPY . .',
		install.remark && `# ${install.remark}`,
		cachedRun(image, install.command)
	);
}

function buildStage(image: NodeImage, afterwards: string | null): string {
	const { install, build, buildCache } = image;
	const folder = image.workspace === null ? '/app' : `/app/${image.workspace}`;
	const caches = buildCache === null ? [] : [`${folder}/${buildCache}`];
	return stage(
		'Build',
		`FROM ${install ? 'deps' : 'base'} AS build`,
		install && install.manifests === null ? null : 'COPY . .',
		environmentLine(image.buildVariables),
		build && runLine(build, caches, image.owner),
		install && afterwards && runLine(afterwards, [], image.owner)
	);
}

/** `from` and `to` are folders below /app; '' and '.' are it. */
function copyApp(from: string, to: string, built: boolean): string {
	const target = to === '.' ? './' : `./${to}`;
	if (!built) return copyLine([from || '.'], target, [owned]);
	return copyLine([from === '' ? '/app' : `/app/${from}`], target, ['--from=build', owned]);
}

function cachedRun(image: NodeImage, command: string): string {
	return runLine(command, image.install ? [image.install.cache] : [], image.owner);
}

/** Files in one line; folders one by one, as COPY would pour out their content. */
function copyManifests(paths: string[]): string {
	const folders = ['.yarn', 'patches', 'prisma'].filter((folder) => paths.includes(folder));
	const files = paths.filter((path) => !folders.includes(path));
	const lines = [
		copyLine(files, './'),
		...folders.map((folder) => copyLine([folder], `./${folder}`))
	];
	return lines.join('\n');
}
