import { hasManifest, type Manifest, readManifest } from './manifest.ts';
import type { Checkout, Tree } from './port.ts';

interface Asked {
	service: string;
	sha: string;
	rootDirectory: string;
}

const joined = (...paths: string[]) =>
	paths
		.flatMap((path) => path.split('/'))
		.filter((part) => part !== '' && part !== '.')
		.join('/');

/** The files of a commit, its submodules in their places. */
export function wholeTree(
	base: Checkout,
	cacheOf: (service: string) => string,
	{ service, sha, rootDirectory }: Asked
): Tree {
	const own = base.tree(service, sha, rootDirectory);
	if (!hasManifest(cacheOf(service), sha)) return own;
	let manifest: Promise<Manifest> | null = null;

	/** The submodule that a path leads into, and the rest of the path there. */
	async function moduleAt(path: string): Promise<{ tree: Tree; rest: string } | null> {
		manifest ??= readManifest(cacheOf(service), sha);
		const full = joined(rootDirectory, path);
		const found = (await manifest).modules.find((one) => `${full}/`.startsWith(`${one.path}/`));
		if (!found || path.split('/').includes('..')) return null;
		const at = { service: found.cache, sha: found.sha, rootDirectory: '' };
		return { tree: wholeTree(base, cacheOf, at), rest: full.slice(found.path.length + 1) };
	}

	return {
		async list(path) {
			const inside = await moduleAt(path);
			if (inside) return inside.tree.list(inside.rest);
			const entries = await own.list(path);
			return Promise.all(
				entries.map(async (entry) => {
					if (entry.kind !== 'submodule') return entry;
					if (!(await moduleAt(joined(path, entry.name)))) return entry;
					return { name: entry.name, kind: 'directory' as const, size: 0 };
				})
			);
		},
		async readText(path, maxBytes) {
			const inside = await moduleAt(path);
			return inside ? inside.tree.readText(inside.rest, maxBytes) : own.readText(path, maxBytes);
		}
	};
}
