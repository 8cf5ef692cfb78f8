import ignore from 'ignore';
import type { Tree } from '../checkout/port.ts';
import { type Facts, dependency, readFacts } from './facts.ts';
import type { PackageManager } from './package-manager.ts';

/** The repository that an app's folder is a workspace of: packages are installed at its root. */
export interface Workspace {
	/** Of the repository's root. */
	facts: Facts;
	/** The app's folder, without slashes at its ends: 'apps/web'. */
	folder: string;
	/** What says so: 'pnpm-workspace.yaml'. */
	reason: string;
}

const lockFiles = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock'];

/** null: the app stands alone, or has a lock file of its own. */
export async function workspaceOf(
	repository: Tree,
	rootDirectory: string,
	app: Facts
): Promise<Workspace | null> {
	const folder = rootDirectory.replace(/^(\.\/)+|\/+$/g, '');
	// It becomes a part of commands.
	if (!/^[\w@.+-]+(\/[\w@.+-]+)*$/.test(folder) || folder === '.' || !app.package) return null;
	if (lockFiles.some((file) => app.files.has(file))) return null;
	const root = await repository.list('');
	const may = root.some(({ name }) => name === 'package.json' || name === 'pnpm-workspace.yaml');
	if (!may) return null;
	const facts = await readFacts(repository);
	const { patterns, reason } = memberPatterns(facts);
	return isMember(folder, patterns) ? { facts, folder, reason } : null;
}

function memberPatterns(facts: Facts): { patterns: string[]; reason: string } {
	const yaml = facts.texts.get('pnpm-workspace.yaml');
	if (yaml !== undefined) return { patterns: listOfYaml(yaml), reason: 'pnpm-workspace.yaml' };
	const given = facts.package?.workspaces;
	const list = Array.isArray(given) ? given : (given as { packages?: unknown } | null)?.packages;
	const patterns = Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
	return { patterns, reason: 'package.json: workspaces' };
}

/** The entries of `packages:`; the rest of the file says nothing about members. */
function listOfYaml(text: string): string[] {
	const block = /^packages:[ \t]*\r?\n((?:[ \t]*(?:-.*|#.*)?\r?\n?)*)/m.exec(text)?.[1] ?? '';
	return [...block.matchAll(/^[ \t]*-[ \t]*(['"]?)([^'"#\r\n]+?)\1[ \t]*(?:#.*)?\r?$/gm)].map(
		([, , pattern = '']) => pattern
	);
}

/** Patterns begin at the root; one with ! takes out again what those before it took in. */
function isMember(folder: string, patterns: string[]): boolean {
	const rules = patterns.map((pattern) => ({
		adds: !pattern.startsWith('!'),
		matcher: ignore().add(`/${pattern.replace(/^!/, '').replace(/^(\.?\/)+/, '')}`)
	}));
	return rules.findLast(({ matcher }) => matcher.ignores(folder))?.adds ?? false;
}

/** Runs a script of the app at the repository's root, after those of the packages that it uses. */
export function workspaceScript(
	{ facts: root, folder }: Workspace,
	manager: PackageManager,
	{ name, app }: { name: string; app: string | null }
): string {
	if (root.files.has('turbo.json') && dependency(root, 'turbo')) {
		return `turbo run ${name} --filter=./${folder}`;
	}
	const isPlain = app !== null && /^[@\w./-]+$/.test(app);
	switch (manager.found.value) {
		case 'pnpm':
			return isPlain ? `pnpm --filter ${app}... run ${name}` : `pnpm -C ${folder} run ${name}`;
		case 'yarn':
			return manager.berry
				? `cd ${folder} && yarn run ${name}`
				: `yarn --cwd ${folder} run ${name}`;
		case 'npm':
			return `npm run ${name} --workspace ${folder}`;
	}
}
