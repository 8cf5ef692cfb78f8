import type { Tree } from '../checkout/port.ts';
import { AppError } from '../error.ts';
import type { BuildSettings } from '../spec.ts';
import { stageAt, stagesOf, type Stage } from './dockerfile-stages.ts';
import { pathBelowRoot } from './path-below-root.ts';
import type { Found, Plan } from './plan.ts';

const maxBytes = 256 * 1024;
const named = /^(.+\.)?Dockerfile(\..+)?$/i;

/** Plan for the repository's own Dockerfile; null when none is asked for and none is there. */
export async function ownDockerfile(tree: Tree, settings: BuildSettings): Promise<Plan | null> {
	const asked = settings.dockerfilePath?.trim() || null;
	const path = asked === null ? 'Dockerfile' : pathBelowRoot(asked, settings, 'dockerfilePath');
	const slash = path.lastIndexOf('/');
	const siblings = await tree.list(slash === -1 ? '' : path.slice(0, slash));
	const entry = siblings.find(({ name }) => name === path.slice(slash + 1));
	if (asked === null && entry?.kind !== 'file') return null;
	if (!entry) throw await notFound(tree, path);
	if (entry.kind !== 'file') {
		throw refused('dockerfile_invalid', `${path} must be a file inside the repository`, {
			hint: `It is a ${entry.kind === 'symlink' ? 'symbolic link' : entry.kind}.`
		});
	}
	if (entry.size > maxBytes) {
		throw refused('dockerfile_invalid', `${path} is larger than ${maxBytes / 1024} KB`, {});
	}
	const text = (await tree.readText(path, maxBytes)) ?? '';
	const target = settings.dockerfileTarget?.trim() || null;
	const stages = stagesOf(text);
	const stage = stageAt(stages, target);
	if (target !== null && !stage) throw stageNotFound(target, path, stages);
	return {
		framework: 'dockerfile',
		title: 'Dockerfile',
		reason: asked === null ? 'Dockerfile' : `you set it: ${path}`,
		language: 'dockerfile',
		packageManager: null,
		languageTitle: null,
		version: null,
		release: null,
		processes: [],
		install: null,
		build: null,
		start: null,
		output: null,
		port: exposedPort(stage?.text ?? text),
		dockerfile: text,
		dockerfilePath: path,
		files: [],
		notices: ignoredSettings(settings)
	};
}

function ignoredSettings(settings: BuildSettings): string[] {
	const set = [
		settings.installCommand && 'install command',
		settings.buildCommand && 'build command',
		settings.startCommand && 'start command',
		settings.outputDirectory && 'output directory'
	].filter((name) => name);
	if (set.length === 0) return [];
	return [`The Dockerfile decides: your ${set.join(', ')} is not used.`];
}

/** First port that the stage EXPOSEs as a number. */
function exposedPort(stage: string): Found<number> | null {
	const exposed = /^\s*EXPOSE\s+(\d{1,5})\b/im.exec(stage)?.[1];
	const port = Number(exposed);
	return port >= 1 && port <= 65535 ? { value: port, reason: `Dockerfile: EXPOSE ${port}` } : null;
}

function stageNotFound(target: string, path: string, stages: Stage[]): AppError {
	const names = stages.map(({ name }) => name).filter((name) => name !== null);
	const seen =
		names.length === 0 ? 'none has a name' : `there are: ${names.slice(0, 20).join(', ')}`;
	return new AppError('stage_not_found', 422, `${path} has no stage ${target} (${seen})`, {
		field: 'dockerfileTarget',
		hint: 'Mend the Dockerfile stage in the build settings, or clear it to build the last one.'
	});
}

async function notFound(tree: Tree, path: string): Promise<AppError> {
	const root = await tree.list('');
	const found = root.filter(({ kind, name }) => kind === 'file' && named.test(name));
	const paths = found.map(({ name }) => `./${name}`);
	for (const { name, kind } of root.slice(0, 60)) {
		if (kind !== 'directory') continue;
		for (const below of await tree.list(name)) {
			if (below.kind === 'file' && named.test(below.name)) paths.push(`./${name}/${below.name}`);
		}
	}
	const seen = paths.length === 0 ? '' : ` (found: ${paths.slice(0, 5).join(', ')})`;
	return refused('dockerfile_not_found', `Dockerfile not found at ${path}${seen}`, {
		hint: 'Mend the path in the build settings, or clear it to have the framework detected.'
	});
}

function refused(code: string, message: string, { hint }: { hint?: string }): AppError {
	return new AppError(code, 422, message, { field: 'dockerfilePath', hint });
}
