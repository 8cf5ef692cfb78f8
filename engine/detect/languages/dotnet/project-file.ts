import type { Sources } from '../language.ts';
import { anyText, children, xmlRoot } from '../xml.ts';

/** A .csproj, .fsproj or .vbproj. */
export interface ProjectFile {
	path: string;
	/** File name without its end. */
	name: string;
	/** Of what is published: its .dll. */
	assembly: string;
	/** 'net10.0'; null: a Directory.Build.props says it. */
	framework: string | null;
	isWeb: boolean;
	/** Something that is started, not a library or tests. */
	isProgram: boolean;
	refersToOthers: boolean;
}

const projectEnd = /\.(cs|fs|vb)proj$/;

/** All projects at the root and up to two folders below. Errors (422): manifest_invalid. */
export async function projectFiles(sources: Sources): Promise<ProjectFile[]> {
	const { files, directories } = sources.facts;
	const near = [...files].filter((path) => projectEnd.test(path));
	const deep = [...directories].filter((path) => /^[^/]+\/[^/]+$/.test(path)).slice(0, 60);
	const below = (await Promise.all(deep.map((folder) => sources.list(folder)))).flat();
	const paths = [...near, ...below.filter((path) => projectEnd.test(path))].slice(0, 50);
	const found: ProjectFile[] = [];
	for (const path of paths) {
		const text = await sources.read(path);
		if (text !== null && /^[\w./ -]+$/.test(path)) found.push(projectFile(path, text));
	}
	return found;
}

function projectFile(path: string, text: string): ProjectFile {
	const root = xmlRoot(path, text);
	const name = (path.split('/').at(-1) ?? '').replace(projectEnd, '');
	const value = (key: string) => anyText(root, key);
	const framework = value('TargetFramework') ?? value('TargetFrameworks')?.split(';')[0] ?? null;
	const isWeb = root?.attributes.Sdk === 'Microsoft.NET.Sdk.Web';
	const isTest = value('IsTestProject') === 'true' || /Microsoft\.NET\.Test\.Sdk/.test(text);
	const isWorker = root?.attributes.Sdk === 'Microsoft.NET.Sdk.Worker';
	const groups = children(root, 'ItemGroup');
	return {
		path,
		name,
		assembly: value('AssemblyName')?.replace('$(MSBuildProjectName)', name) ?? name,
		framework,
		isWeb: isWeb || /FrameworkReference[^>]+Microsoft\.AspNetCore\.App/.test(text),
		isProgram: !isTest && (isWeb || isWorker || value('OutputType')?.toLowerCase() === 'exe'),
		refersToOthers: groups.some((group) => children(group, 'ProjectReference').length > 0)
	};
}
