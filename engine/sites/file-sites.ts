import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../error.ts';
import type { PublishedSite, SiteRules, Sites } from './port.ts';
import { readRedirects } from './redirects-file.ts';
import { siteLimits, type SiteLimits } from './limits.ts';
import { syncFolderOf } from '../durable.ts';
import { syncTree } from './sync-tree.ts';
import { unpackSite, type Unpacked } from './unpack-site.ts';

/** Lies beside a release's files; written last, so that what has it is whole. */
const noteName = 'release.json';

/** Releases in folders below `root`, laid out as caddy/sites-server.ts reads them. */
export function fileSites(root: string, limits: SiteLimits = siteLimits): Sites {
	const at = (folder: string) => join(root, folder);

	async function find(folder: string): Promise<PublishedSite | null> {
		try {
			return JSON.parse(await readFile(join(at(folder), noteName), 'utf8')) as PublishedSite;
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			if (code === 'ENOENT' || code === 'ENOTDIR' || error instanceof SyntaxError) return null;
			throw error;
		}
	}

	async function foldersIn(service: string): Promise<string[]> {
		const names = await entriesOf(at(service));
		return names.filter((name) => !name.startsWith('.')).map((name) => `${service}/${name}`);
	}

	return {
		find,
		async publish(folder, { open: read, signal }) {
			signal.throwIfAborted();
			const found = await find(folder);
			if (found) return found;
			const draft = await newDraft(at(folder));
			try {
				const files = join(draft, 'files');
				await mkdir(files, { mode: 0o755 });
				const content = await read();
				const unpacked = await unpackSite(content, { root: files, limits, signal }).finally(() =>
					content.close?.()
				);
				const published = await finish(draft, unpacked, content.rules);
				// A power cut leaves the whole release or none of it.
				await syncTree(draft);
				await rm(at(folder), { recursive: true, force: true });
				await rename(draft, at(folder));
				await syncFolderOf(at(folder));
				return published;
			} finally {
				await rm(draft, { recursive: true, force: true });
			}
		},
		async list(service) {
			const services = service === undefined ? await entriesOf(root) : [service];
			return (await Promise.all(services.map(foldersIn))).flat();
		},
		async remove(folder) {
			// Its name goes at once, its files one by one.
			const grave = join(at(dirname(folder)), `.gone-${randomBytes(6).toString('hex')}`);
			const gone = await rename(at(folder), grave).then(
				() => true,
				() => false
			);
			if (gone) await rm(grave, { recursive: true, force: true });
		},
		removeAll: (service) => rm(at(service), { recursive: true, force: true })
	};
}

async function entriesOf(folder: string): Promise<string[]> {
	return readdir(folder).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
		throw error;
	});
}

/** A new folder beside the release; what a lost worker has left there goes: one works on a service at a time. */
async function newDraft(folder: string): Promise<string> {
	const service = dirname(folder);
	await mkdir(service, { recursive: true, mode: 0o755 });
	for (const name of await readdir(service)) {
		if (name.startsWith('.')) await rm(join(service, name), { recursive: true, force: true });
	}
	const draft = join(service, `.draft-${randomBytes(6).toString('hex')}`);
	await mkdir(draft, { mode: 0o755 });
	return draft;
}

async function finish(draft: string, unpacked: Unpacked, rules: SiteRules): Promise<PublishedSite> {
	const { paths, bytes } = unpacked;
	if (paths.length === 0) throw empty();
	const linked = async (from: string, to: string) => {
		const target = join(draft, to);
		await mkdir(dirname(target), { recursive: true, mode: 0o755 });
		await link(join(draft, 'files', from), target);
	};
	const hashed = rules.hashed === null ? null : new RegExp(rules.hashed);
	for (const path of paths) {
		if (hashed?.test(`/${path}`)) await linked(path, `immutable/${path}`);
	}
	const redirects = paths.includes('_redirects')
		? readRedirects(await beginningOf(join(draft, 'files', '_redirects')))
		: null;
	const fallback = (rules.fallback ?? redirects?.fallback)?.replace(/^\/+/, '') ?? null;
	const hasFallback = fallback !== null && paths.includes(fallback);
	if (hasFallback) await linked(fallback, 'fallback/index.html');
	const published: PublishedSite = {
		files: paths.length,
		bytes,
		hasIndex: hasFallback || paths.includes('index.html'),
		notices: noticesOf(unpacked, {
			missingFallback: hasFallback ? null : fallback,
			unread: redirects?.unread ?? []
		})
	};
	await writeFile(join(draft, noteName), JSON.stringify(published));
	return published;
}

interface Unmet {
	/** The page for all other paths, where there is none of that name. */
	missingFallback: string | null;
	/** Lines of _redirects that are not followed. */
	unread: string[];
}

function noticesOf({ paths, leftOut }: Unpacked, { missingFallback, unread }: Unmet): string[] {
	const links = leftOut.length === 1 ? '1 link leads' : `${leftOut.length} links lead`;
	const were = leftOut.length === 1 ? 'was' : 'were';
	const names = leftOut.slice(0, 5).join(', ');
	const lines = unread.length === 1 ? '1 line' : `${unread.length} lines`;
	return [
		...(leftOut.length > 0
			? [`${links} out of the site or to nothing and ${were} left out: ${names}`]
			: []),
		...(missingFallback === null
			? []
			: [`there is no ${missingFallback}, so paths that are no files answer 404`]),
		...(unread.length > 0
			? [`${lines} of _redirects not followed (${shown(unread)}): they need a Dockerfile`]
			: []),
		...(paths.includes('_headers')
			? ['_headers is not read here: own headers need a Dockerfile']
			: [])
	];
}

const shown = (lines: string[]) =>
	[...lines.slice(0, 3).map((line) => line.slice(0, 80)), ...(lines.length > 3 ? ['…'] : [])].join(
		'; '
	);

/** A file may be as large as it likes: so much of it is read. */
const longest = 100_000;

async function beginningOf(path: string): Promise<string> {
	const file = await open(path, 'r');
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(longest), 0, longest, 0);
		return buffer.toString('utf8', 0, bytesRead);
	} finally {
		await file.close();
	}
}

function empty(): AppError {
	return new AppError('site_empty', 422, 'The output directory has no files', {
		hint: 'Check it in the settings against what the build writes; hidden files are not served.',
		field: 'outputDirectory'
	});
}
