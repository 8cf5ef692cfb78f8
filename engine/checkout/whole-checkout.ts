import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../error.ts';
import type { Commit, GitSource } from '../spec.ts';
import { checkedGitUrl } from './checked-source.ts';
import { repositoryTooLarge } from './failures.ts';
import { parseGitConfig } from './git-config.ts';
import type { CheckoutOptions } from './git-checkout.ts';
import { LfsClient, lfsEndpoint } from './lfs-client.ts';
import type { LfsObject } from './lfs-pointer.ts';
import { lfsObjectsOf } from './lfs-scan.ts';
import { hasManifest, type Manifest, objectFile, writeManifest } from './manifest.ts';
import type { CallOptions, Checkout, Tree } from './port.ts';
import { submodulesOf, type Submodule } from './submodules.ts';
import { wholeArchive } from './whole-archive.ts';
import { wholeTree } from './whole-tree.ts';

/** How deep submodules may stand in each other, and how many there may be altogether. */
const deepest = 5;
const mostModules = 50;
/** LFS objects fetched at once. */
const atOnce = 4;

type Fetch = CallOptions & { log?: (line: string) => void };

/** A commit that is here, with what it was fetched from. */
interface Found {
	source: GitSource;
	sha: string;
	tree: Tree;
	given: Fetch;
}

/** Where in the tree of submodules a fetch is. */
interface Place {
	depth: number;
	/** Counts down, shared by all. */
	left: { modules: number };
}

/**
 * Adds to a checkout what Git itself does not hand over with a commit: submodules, each with a cache of
 * its own inside the repository's, and the files that Git LFS keeps elsewhere.
 */
export function wholeCheckout(base: Checkout, options: CheckoutOptions): Checkout {
	const cacheOf = (service: string) => join(options.root, service);

	async function fetchWhole(
		service: string,
		source: GitSource,
		rootDirectory: string,
		given: Fetch,
		place: Place
	): Promise<Commit> {
		const commit = await base.fetch(service, source, rootDirectory, given);
		const cache = cacheOf(service);
		if (hasManifest(cache, commit.sha)) return commit;
		const found = { source, sha: commit.sha, tree: base.tree(service, commit.sha, ''), given };
		const modules = await fetchModules(service, found, place);
		const objects = await fetchObjects(service, found, rootDirectory);
		if (modules.length === 0 && Object.keys(objects).length === 0) return commit;
		await writeManifest(cache, commit.sha, { modules, objects });
		return commit;
	}

	async function fetchModules(
		service: string,
		{ source, tree, given }: Found,
		place: Place
	): Promise<Manifest['modules']> {
		const text = await tree.readText('.gitmodules');
		const modules: Manifest['modules'] = [];
		for (const module of text === null ? [] : submodulesOf(text, source.url)) {
			const slash = module.path.lastIndexOf('/');
			const siblings = await tree.list(slash === -1 ? '' : module.path.slice(0, slash));
			const entry = siblings.find(({ name }) => name === module.path.slice(slash + 1));
			if (entry?.kind !== 'submodule' || !entry.commit) continue;
			if (place.depth >= deepest || place.left.modules-- <= 0) throw tooManyModules(module.path);
			const key = createHash('sha256').update(module.url).digest('hex').slice(0, 16);
			const cache = `${service}/modules/${key}`;
			given.log?.(`Submodule ${module.path}: ${entry.commit.slice(0, 7)} of ${module.url}`);
			const { log: _, ...quiet } = given;
			const below = { depth: place.depth + 1, left: place.left };
			await fetchModule(module, { cache, commit: entry.commit, given: quiet, place: below });
			modules.push({ path: module.path, sha: entry.commit, cache });
		}
		return modules;
	}

	async function fetchModule(
		{ path, url, branch }: Submodule,
		{ cache, commit, given, place }: { cache: string; commit: string; given: Fetch; place: Place }
	): Promise<void> {
		try {
			const source = { url, branch: branch ?? '', commit };
			if (!branch) source.branch = (await base.branches(url, given)).default;
			await mkdir(cacheOf(cache), { recursive: true });
			await fetchWhole(cache, source, '', given, place);
		} catch (error) {
			if (!(error instanceof AppError)) throw error;
			const { code, status, message, hint } = error;
			throw new AppError(code, status, `Submodule ${path} (${url}): ${message}`, {
				hint: hint ?? undefined,
				cause: error
			});
		}
	}

	async function fetchObjects(
		service: string,
		{ source, sha, tree, given: { signal, log } }: Found,
		rootDirectory: string
	): Promise<Record<string, LfsObject>> {
		const folders = new Set(['', rootDirectory]);
		const attributes = await Promise.all(
			[...folders].map((folder) => tree.readText(join(folder, '.gitattributes')))
		);
		if (!attributes.some((text) => text?.includes('filter=lfs'))) return {};
		const objects = await lfsObjectsOf(base.archive(service, sha, '', { signal }));
		const distinct = [...new Map(Object.values(objects).map((one) => [one.oid, one])).values()];
		const bytes = distinct.reduce((sum, { size }) => sum + size, 0);
		if (bytes > options.limits.bytes) throw repositoryTooLarge(options.limits.bytes);
		const cache = cacheOf(service);
		const missing = distinct.filter(({ oid }) => !existsSync(objectFile(cache, oid)));
		if (missing.length === 0) return objects;
		const files = distinct.length === 1 ? 'file' : 'files';
		log?.(`Fetching ${distinct.length} ${files} of Git LFS (${(bytes / 2 ** 20).toFixed(1)} MB)`);
		await mkdir(join(cache, 'lfs'), { recursive: true });
		const settings = await tree.readText('.lfsconfig');
		await fetchMissing(missing, { cache, url: source.url, settings, signal });
		return objects;
	}

	async function fetchMissing(
		objects: LfsObject[],
		{
			cache,
			url,
			settings,
			signal
		}: { cache: string; url: string; settings: string | null; signal: AbortSignal }
	): Promise<void> {
		const named = parseGitConfig(settings ?? '')
			.findLast(({ name, values }) => name === 'lfs' && values.has('url'))
			?.values.get('url');
		const endpoint = named ?? lfsEndpoint(checkedGitUrl(url, options.allowPrivateHosts));
		const client = new LfsClient(endpoint, options);
		const downloads = await client.downloads(objects, signal);
		const waiting = [...objects];
		const failed = new AbortController();
		const either = AbortSignal.any([signal, failed.signal]);
		async function work(): Promise<void> {
			for (let one = waiting.pop(); one; one = waiting.pop()) {
				const download = downloads.get(one.oid);
				if (!download) continue;
				await client.fetch(download, { ...one, file: objectFile(cache, one.oid), signal: either });
			}
		}
		const workers = Array.from({ length: atOnce }, () =>
			work().catch((error: unknown) => {
				failed.abort(error);
				throw error;
			})
		);
		await Promise.allSettled(workers);
		either.throwIfAborted();
	}

	return {
		branches: (...given) => base.branches(...given),
		resolve: (...given) => base.resolve(...given),
		remove: (service) => base.remove(service),
		fetch: (service, source, rootDirectory, given) =>
			given.isAlone
				? base.fetch(service, source, rootDirectory, given)
				: fetchWhole(service, source, rootDirectory, given, {
						depth: 0,
						left: { modules: mostModules }
					}),
		tree: (service, sha, rootDirectory) =>
			wholeTree(base, cacheOf, { service, sha, rootDirectory }),
		archive: (service, sha, rootDirectory, { signal }) =>
			wholeArchive(base, cacheOf, { service, sha, rootDirectory, signal })
	};
}

const tooManyModules = (path: string) =>
	new AppError(
		'too_many_submodules',
		422,
		`Submodule ${path}: there are more than ${mostModules} submodules, or more than ${deepest} within each other`,
		{ hint: 'Remove those that the app does not need from .gitmodules.' }
	);
