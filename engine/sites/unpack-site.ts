import { link, realpath, rm, symlink } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract, type Extract } from 'tar-stream';
import { AppError } from '../error.ts';
import { FileWriter } from './file-writer.ts';
import type { SiteLimits } from './limits.ts';
import type { SiteContent } from './port.ts';
import { sitePath } from './site-path.ts';

export interface Unpacked {
	/** Paths of all regular files. */
	paths: string[];
	bytes: number;
	/** Links that were left out. */
	leftOut: string[];
}

interface Target {
	/** An empty folder of its own. */
	root: string;
	limits: SiteLimits;
	signal: AbortSignal;
}

/**
 * Unpacks a tar's regular files and what links to them. Nothing is written through a link: symbolic ones
 * are made last, and only those stay that end inside. Errors: site_too_large, site_unreadable.
 */
export async function unpackSite(
	{ tar, folder }: Pick<SiteContent, 'tar' | 'folder'>,
	target: Target
): Promise<Unpacked> {
	const { limits, signal } = target;
	const input = extract();
	const unpacking = unpackEntries(input, { ...target, folder });
	// What stops the reading must not leave the writer of the tar waiting.
	unpacking.catch(() => input.destroy());
	const read = pipeline(tar, input as unknown as NodeJS.WritableStream, { signal });
	const [unpacked, reading] = await Promise.allSettled([unpacking, read]);
	signal.throwIfAborted();
	if (unpacked.status === 'rejected' && unpacked.reason instanceof AppError) throw unpacked.reason;
	if (reading.status === 'rejected') throw asAppError(reading.reason);
	if (unpacked.status === 'rejected') throw asAppError(unpacked.reason);
	const { links, ...rest } = unpacked.value;
	const leftOut = await makeLinks(target.root, links.slice(0, limits.links));
	return { ...rest, leftOut: [...leftOut, ...links.slice(limits.links).map(({ path }) => path)] };
}

interface Link {
	path: string;
	to: string;
}

async function unpackEntries(
	entries: Extract,
	{ root, folder, limits }: Target & { folder: string }
) {
	const writer = new FileWriter(root);
	const paths = new Set<string>();
	const links: Link[] = [];
	let bytes = 0;
	for await (const entry of entries) {
		const { name, type, size = 0, linkname } = entry.header;
		const path = sitePath(name, folder, limits);
		if (path !== null && type === 'file') {
			bytes += size;
			if (bytes > limits.bytes || paths.size >= limits.files) throw tooLarge(limits);
			await writer.write(path, size, entry as AsyncIterable<Uint8Array>);
			paths.add(path);
			continue;
		}
		entry.resume();
		if (path === null || !linkname) continue;
		if (type === 'symlink') links.push({ path, to: linkname });
		if (type === 'link') {
			const other = sitePath(linkname, folder, limits);
			if (other === null || !paths.has(other) || paths.has(path)) continue;
			await writer.settle();
			await link(join(root, other), await writer.place(path));
			paths.add(path);
		}
	}
	await writer.settle();
	return { paths: [...paths], bytes, links };
}

/** Answers those that were not made: they lead out of the site, to nothing, or stand where a file is. */
async function makeLinks(root: string, links: Link[]): Promise<string[]> {
	const writer = new FileWriter(root);
	const leftOut: string[] = [];
	const made: string[] = [];
	for (const { path, to } of links) {
		try {
			const place = await writer.place(path);
			// A folder on the way may be a link made just before.
			if (!(await isInside(root, join(place, '..')))) throw new Error('outside');
			await symlink(to, place);
			made.push(path);
		} catch {
			leftOut.push(path);
		}
	}
	for (const path of made) {
		const place = join(root, path);
		if (await isInside(root, place)) continue;
		await rm(place);
		leftOut.push(path);
	}
	return leftOut;
}

async function isInside(root: string, path: string): Promise<boolean> {
	const real = await realpath(path).catch(() => null);
	const own = await realpath(root);
	return real !== null && (real === own || real.startsWith(own + sep));
}

function tooLarge({ files, bytes }: SiteLimits): AppError {
	const most = `${files.toLocaleString('en-US')} files and ${bytes / 2 ** 30} GB`;
	return new AppError('site_too_large', 422, `The finished site has more than ${most}`, {
		hint: 'Large downloads belong into an object store, or into a container of your own by a Dockerfile.'
	});
}

function asAppError(cause: unknown): unknown {
	const { code } = cause as NodeJS.ErrnoException;
	if (cause instanceof AppError) return cause;
	if (code === 'ENOSPC' || code === 'EDQUOT') {
		return new AppError('disk_full', 507, 'The disk is full: the site could not be written', {
			hint: 'Make room on the disk of the data directory, then deploy again.',
			cause
		});
	}
	// Any other failure of the file system is a bug or a broken machine, and is told as one.
	if (code?.startsWith('E') && !code.startsWith('ERR_')) return cause;
	return new AppError('site_unreadable', 502, 'The finished files could not be read to their end', {
		hint: 'Deploy again; if this stays, see the worker’s log.',
		cause
	});
}
