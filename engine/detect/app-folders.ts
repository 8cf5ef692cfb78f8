import type { Tree } from '../checkout/port.ts';

export interface AppFolder {
	/** From the root of the repository: 'apps/web'. */
	path: string;
	/** The file that says so: 'package.json'. */
	found: string;
}

// In this order: an app's own Dockerfile says more than what it is written in.
const signs = [
	'Dockerfile',
	'package.json',
	'deno.json',
	'pyproject.toml',
	'requirements.txt',
	'go.mod',
	'Cargo.toml',
	'composer.json',
	'Gemfile',
	'pom.xml',
	'build.gradle',
	'build.gradle.kts',
	'mix.exs',
	'Procfile',
	'index.html'
];
const passedOver = new Set(['node_modules', 'vendor', 'dist', 'build', 'target', 'fixtures']);
const deepest = 4;
const mostListed = 300;
const most = 100;

/**
 * Folders below the root of a repository in which an app may stand, in the order of their paths. Of a very
 * large repository only those nearest to its root.
 */
export async function appFolders(repository: Tree): Promise<AppFolder[]> {
	const folders: AppFolder[] = [];
	const waiting = [''];
	for (let listed = 0; listed < mostListed && folders.length < most; listed++) {
		const path = waiting.shift();
		if (path === undefined) break;
		const entries = await repository.list(path);
		const files = new Set(entries.filter(({ kind }) => kind === 'file').map(({ name }) => name));
		const found = signs.find((name) => files.has(name));
		if (path !== '' && found !== undefined) folders.push({ path, found });
		if (path.split('/').length >= deepest) continue;
		for (const { name, kind } of entries) {
			if (kind !== 'directory' || name.startsWith('.') || passedOver.has(name)) continue;
			waiting.push(path === '' ? name : `${path}/${name}`);
		}
	}
	return folders.sort((a, b) => (a.path < b.path ? -1 : 1));
}
