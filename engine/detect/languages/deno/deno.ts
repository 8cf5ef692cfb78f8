import type { Found } from '../../plan.ts';
import type { Language, LanguagePlan, Sources } from '../language.ts';
import { toolVersion, versionFile } from '../versions.ts';
import { writtenPort } from '../written-port.ts';
import { denoImage } from './deno-image.ts';
import { denoJson, type DenoJson } from './deno-json.ts';
import { denoStart } from './deno-start.ts';

export const deno: Language = {
	name: 'deno',
	title: 'Deno',
	signs: /^(deno\.jsonc?|deno\.lock|\.deno-version|\.dvmrc)$/,
	recognise
};

const frameworks: [name: RegExp, framework: string, title: string][] = [
	[/^(\$?fresh|@fresh\/core)\/?$/, 'fresh', 'Fresh'],
	[/^(@hono\/hono|hono)\/?$/, 'hono', 'Hono'],
	[/^(@oak\/oak|oak)\/?$/, 'oak', 'Oak']
];

async function recognise(sources: Sources): Promise<LanguagePlan | null> {
	const { facts } = sources;
	const json = await denoJson(sources);
	const start = await denoStart(sources, json);
	const version = denoVersion(sources);
	const locked = facts.files.has('deno.lock');
	const manifests = manifestsOf(sources, json);
	const build = json.tasks.get('build');
	return {
		...named(json),
		evidence: start && (!facts.package || json.tasks.has('start')) ? 'app' : 'files',
		version,
		packageManager: { value: 'deno', reason: locked ? 'deno.lock' : (json.path ?? 'deno.lock') },
		install: {
			value: `deno install${locked ? ' --frozen' : ''}`,
			reason: locked ? 'deno.lock' : 'no lock file'
		},
		build: build ? { value: 'deno task build', reason: `${json.path}: task "build"` } : null,
		start: start?.found ?? null,
		output: null,
		port: portOf(start?.found.value ?? '', start?.texts ?? new Map()),
		notices: locked
			? []
			: ['No deno.lock: versions may change between builds. Run deno install and commit it.'],
		image: (commands) =>
			denoImage(
				{
					tag: /^\d+\.\d+\.\d+$/.test(version.value) ? version.value : 'debian',
					manifests,
					entry: start?.entry ?? null
				},
				commands
			)
	};
}

/** The official image has a tag for each exact version, and one for the newest. */
function denoVersion({ facts }: Sources): Found<string> {
	const asked = versionFile(facts, '.deno-version', '.dvmrc') ?? toolVersion(facts, 'deno');
	if (!asked) return { value: '2', reason: 'nothing asks for another' };
	const exact = /^v?(\d+\.\d+\.\d+)$/.exec(asked.value)?.[1];
	return { value: exact ?? '2', reason: asked.reason };
}

function named({ imports, path }: DenoJson) {
	for (const [pattern, framework, title] of frameworks) {
		const name = imports.find((candidate) => pattern.test(candidate));
		if (name) return { framework, title, reason: `${path}: imports "${name}"` };
	}
	return { framework: 'deno', title: 'Deno', reason: path ?? 'deno.lock' };
}

/** A workspace's packages are below folders of their own. */
function manifestsOf({ facts }: Sources, { path }: DenoJson): string[] | null {
	if (path === null) return null;
	return [path, 'deno.lock', 'package.json', '.npmrc'].filter((name) => facts.files.has(name));
}

const unwritten = { value: 8000, reason: 'Deno: its server listens on 8000 unless told otherwise' };

function portOf(start: string, texts: Map<string, string>): Found<number> {
	const flag = Number(/--port[ =](\d{2,5})/.exec(start)?.[1]);
	if (flag > 0) return { value: flag, reason: `start command: --port ${flag}` };
	if (start.includes('$PORT')) return writtenPort(new Map());
	return writtenPort(texts, unwritten);
}
