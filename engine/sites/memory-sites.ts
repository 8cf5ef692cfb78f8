import { extract } from 'tar-stream';
import { AppError } from '../error.ts';
import { siteLimits } from './limits.ts';
import type { PublishedSite, Sites } from './port.ts';
import { sitePath } from './site-path.ts';

export interface MemorySites extends Sites {
	/** Folder to path to text. */
	releases: Map<string, Map<string, string>>;
}

/** Releases in memory; regular files only. */
export function memorySites(): MemorySites {
	const releases = new Map<string, Map<string, string>>();
	const notes = new Map<string, PublishedSite>();
	const find = async (folder: string) =>
		releases.has(folder) ? (notes.get(folder) ?? null) : null;
	const remove = (folder: string) => void releases.delete(folder);
	const folders = (service?: string) =>
		[...releases.keys()].filter((folder) => !service || folder.startsWith(`${service}/`));
	return {
		releases,
		find,
		async publish(folder, { open, signal }) {
			signal.throwIfAborted();
			const found = await find(folder);
			if (found) return found;
			const { tar, folder: inTar, rules } = await open();
			const files = new Map<string, string>();
			for await (const entry of tar.pipe(extract())) {
				const path = sitePath(entry.header.name, inTar, siteLimits);
				const chunks: Uint8Array[] = [];
				for await (const chunk of entry) chunks.push(chunk as Uint8Array);
				if (path === null || entry.header.type !== 'file') continue;
				files.set(path, Buffer.concat(chunks).toString());
			}
			signal.throwIfAborted();
			if (files.size === 0) {
				throw new AppError('site_empty', 422, 'The output directory has no files');
			}
			const note: PublishedSite = {
				files: files.size,
				bytes: [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0),
				hasIndex: files.has('index.html') || files.has((rules.fallback ?? '').replace(/^\//, '')),
				notices: []
			};
			releases.set(folder, files);
			notes.set(folder, note);
			return note;
		},
		list: async (service) => folders(service),
		remove: async (folder) => remove(folder),
		removeAll: async (service) => folders(service).forEach(remove)
	};
}
