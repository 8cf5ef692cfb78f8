import type { Tree } from '../checkout/port.ts';
import { parsePackageJson, type PackageJson } from './package-json.ts';
import type { Workspace } from './workspace.ts';

/** All that recognisers look at: read once, then everything is a pure function of it. */
export interface Facts {
	/** Regular files at the root and one level below, as paths: 'package.json', 'src/index.js'. */
	files: ReadonlySet<string>;
	directories: ReadonlySet<string>;
	/** Small files at the root that say how the app is built. */
	texts: ReadonlyMap<string, string>;
	package: PackageJson | null;
	/** The repository's, where the root directory is one of its workspaces. */
	workspace?: Workspace | null;
}

const configs =
	/^(.+\.config\.[cm]?[jt]s|\.?eleventy(\.config)?\.[cm]?js|angular\.json|\.nvmrc|\.\w+-version|\.tool-versions|runtime\.txt|\.?mise\.toml|\.yarnrc(\.yml)?|\.npmrc|pnpm-workspace\.yaml|yarn\.lock|pnpm-lock\.yaml)$/;

/** Folders never worth a look: many files, none of them a sign. */
const passed = new Set(['node_modules', '.git', '.github', '.vscode', '.idea', '.yarn']);
const directoryLimit = 60;

export async function readFacts(tree: Tree): Promise<Facts> {
	const root = await tree.list('');
	const files = new Set<string>();
	const directories = new Set<string>();
	for (const entry of root) {
		if (entry.kind === 'file') files.add(entry.name);
		if (entry.kind === 'directory') directories.add(entry.name);
	}
	const looked = [...directories].filter((name) => !passed.has(name)).slice(0, directoryLimit);
	await Promise.all(
		looked.map(async (directory) => {
			for (const entry of await tree.list(directory)) {
				if (entry.kind === 'file') files.add(`${directory}/${entry.name}`);
				if (entry.kind === 'directory') directories.add(`${directory}/${entry.name}`);
			}
		})
	);
	const texts = new Map<string, string>();
	await Promise.all(
		root.map(async ({ name, kind, size }) => {
			// A lock file may be large, but only its first lines are looked at.
			if (kind !== 'file' || !configs.test(name) || size > 32 * 2 ** 20) return;
			const text = await tree.readText(name, size);
			if (text !== null) texts.set(name, name.includes('lock') ? text.slice(0, 2000) : text);
		})
	);
	const packageJson = await tree.readText('package.json');
	return {
		files,
		directories,
		texts,
		package: packageJson === null ? null : parsePackageJson(packageJson)
	};
}

/** Why it counts as present: 'package.json: dependency "next"'; null when it is not. */
export function dependency(facts: Facts, ...names: string[]): string | null {
	const { dependencies = {}, devDependencies = {} } = facts.package ?? {};
	const name = names.find((candidate) => candidate in dependencies || candidate in devDependencies);
	return name === undefined ? null : `package.json: dependency "${name}"`;
}

export function script(facts: Facts, name: string): string | null {
	return facts.package?.scripts[name]?.trim() || null;
}

/** Text of `<tool>.config.*` without its comments; '' when there is none. */
export function configOf(facts: Facts, ...tools: string[]): string {
	const found = [...facts.texts].filter(([name]) =>
		tools.some((tool) => name.startsWith(`${tool}.config.`))
	);
	return found.map(([, text]) => withoutComments(text)).join('\n');
}

function withoutComments(text: string): string {
	return text.replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
}

/** The string that `key` is set to in a config's text, if it is written as a literal. */
export function literal(text: string, key: string): string | null {
	return new RegExp(`\\b${key}\\s*:\\s*['"\`]([\\w@./ -]+)['"\`]`).exec(text)?.[1] ?? null;
}
