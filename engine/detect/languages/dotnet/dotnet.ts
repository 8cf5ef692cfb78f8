import type { Language, LanguagePlan, Sources } from '../language.ts';
import { dotnetImage } from './dotnet-image.ts';
import { projectFiles, type ProjectFile } from './project-file.ts';
import { dotnetVersion } from './sdk-version.ts';

export const dotnet: Language = {
	name: 'dotnet',
	title: '.NET',
	signs: /(\.(sln|slnx|csproj|fsproj|vbproj)|^(global\.json|Directory\.Build\.props))$/,
	recognise
};

async function recognise(sources: Sources): Promise<LanguagePlan | null> {
	const all = await projectFiles(sources);
	if (all.length === 0) return null;
	const programs = all.filter(({ isProgram }) => isProgram);
	const project = chosenProject(programs);
	const { runtime, sdk } = await dotnetVersion(sources, project);
	const target = project?.path ?? '';
	const isLocked = sources.facts.files.has(target.replace(/[^/]*$/, 'packages.lock.json'));
	const build = publish(target);
	const reason = project?.path ?? choices(programs, all);
	return {
		framework: project?.isWeb ? 'aspnet' : 'dotnet',
		title: project?.isWeb ? 'ASP.NET Core' : '.NET',
		reason,
		evidence: project ? 'app' : 'files',
		version: runtime,
		packageManager: { value: 'nuget', reason },
		install: { value: restore(target, isLocked), reason },
		build: { value: build, reason },
		start: project && {
			value: `dotnet ${quoted(`${project.assembly}.dll`)}`,
			reason: project.path
		},
		output: null,
		port: { value: 8080, reason: 'ASP.NET Core: told to the app in ASPNETCORE_HTTP_PORTS' },
		notices: [],
		image: (commands) =>
			dotnetImage(
				{
					sdk,
					runtime: runtime.value,
					isWeb: project?.isWeb ?? true,
					manifests: project && manifestsOf(sources, project),
					build
				},
				commands
			)
	};
}

/** The web project among several; with more than one of them, the one with the likeliest name. */
function chosenProject(programs: ProjectFile[]): ProjectFile | null {
	const web = programs.filter(({ isWeb }) => isWeb);
	const candidates = web.length > 0 ? web : programs;
	if (candidates.length === 1) return candidates[0] ?? null;
	for (const end of ['web', 'server', 'api', 'app', 'host']) {
		const named = candidates.filter(({ name }) => name.toLowerCase().split('.').at(-1) === end);
		if (named.length === 1) return named[0] ?? null;
	}
	return null;
}

function choices(programs: ProjectFile[], all: ProjectFile[]): string {
	const paths = (programs.length > 0 ? programs : all).map(({ path }) => path).join(', ');
	return programs.length > 1 ? `with the programs ${paths}` : paths;
}

const quoted = (path: string) => (path.includes(' ') ? `"${path}"` : path);

function restore(target: string, isLocked: boolean): string {
	return `dotnet restore ${quoted(target)}${isLocked ? ' --locked-mode' : ''}`.trim();
}

function publish(target: string): string {
	return `dotnet publish ${quoted(target)}`.trim() + ' --no-restore -c Release -o out';
}

/** Project references lead to other files; so do shared settings. */
function manifestsOf({ facts }: Sources, project: ProjectFile): string[] | null {
	if (project.path.includes('/') || project.refersToOthers) return null;
	const shared = ['global.json', 'nuget.config', 'NuGet.config', 'packages.lock.json'];
	shared.push('Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props');
	return [project.path, ...shared.filter((name) => facts.files.has(name))];
}
