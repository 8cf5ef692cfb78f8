import { z } from 'zod';
import type { Found } from '../../plan.ts';
import type { Sources } from '../language.ts';
import { parseJson } from '../manifest.ts';
import { toolVersion } from '../versions.ts';
import type { ProjectFile } from './project-file.ts';

const usual = '10.0';

const shape = z.object({
	sdk: z.object({
		version: z.string().optional(),
		rollForward: z.string().optional().catch(undefined)
	})
});

export interface DotnetVersion {
	/** The release that the program runs on: '8.0'. */
	runtime: Found<string>;
	/** Of the SDK image's tag: '8.0', or the exact one that global.json insists on. */
	sdk: string;
}

/** Errors (422): manifest_invalid. */
export async function dotnetVersion(
	sources: Sources,
	project: ProjectFile | null
): Promise<DotnetVersion> {
	const pinned = await pinnedSdk(sources);
	const runtime = await targetOf(sources, project);
	if (!runtime) {
		const asked = pinned && /^\d+\.\d+/.exec(pinned.version)?.[0];
		const found = asked
			? { value: asked, reason: pinned.reason }
			: { value: usual, reason: 'nothing asks for another' };
		return { runtime: found, sdk: pinned?.tag ?? found.value };
	}
	const isNewer = pinned && Number.parseFloat(pinned.version) >= Number.parseFloat(runtime.value);
	return { runtime, sdk: isNewer ? pinned.tag : runtime.value };
}

async function targetOf(
	sources: Sources,
	project: ProjectFile | null
): Promise<Found<string> | null> {
	const own = /^net(\d+\.\d+)/.exec(project?.framework ?? '')?.[1];
	if (project && own) return { value: own, reason: `${project.path}: ${project.framework}` };
	const props = (await sources.read('Directory.Build.props')) ?? '';
	const shared = /<TargetFrameworks?>\s*net(\d+\.\d+)/.exec(props)?.[1];
	return shared ? { value: shared, reason: 'Directory.Build.props: TargetFramework' } : null;
}

async function pinnedSdk(sources: Sources) {
	const text = await sources.read('global.json');
	const sdk = text === null ? null : shape.safeParse(parseJson('global.json', text)).data?.sdk;
	const tool = toolVersion(sources.facts, 'dotnet', 'dotnet-core');
	const version = /^\d+\.\d+(\.\d+)?/.exec(sdk?.version ?? tool?.value ?? '')?.[0];
	if (!version) return null;
	// Other feature bands than the named one count as missing unless global.json says otherwise.
	const isExact = sdk?.version && !/feature|minor|major/i.test(sdk.rollForward ?? '');
	const tag = isExact ? version : (/^\d+\.\d+/.exec(version)?.[0] ?? version);
	return { version, tag, reason: sdk?.version ? 'global.json' : (tool?.reason ?? '') };
}
