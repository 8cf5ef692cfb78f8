import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { hasManifest, objectFile, readManifest } from './manifest.ts';
import type { Checkout } from './port.ts';
import { entriesOf, writeEntry } from './tar-entries.ts';

interface Asked {
	service: string;
	sha: string;
	rootDirectory: string;
	signal: AbortSignal;
}

/** The files of a commit as a tar: submodules in their places, files of Git LFS instead of their pointers. */
export function wholeArchive(
	base: Checkout,
	cacheOf: (service: string) => string,
	asked: Asked
): Readable {
	if (!hasManifest(cacheOf(asked.service), asked.sha)) return ownArchive(base, asked);
	const output = pack();

	async function add({ service, sha, rootDirectory, signal }: Asked, prefix: string) {
		const isWhole = !hasManifest(cacheOf(service), sha);
		const { modules, objects } = isWhole
			? { modules: [], objects: {} }
			: await readManifest(cacheOf(service), sha);
		const root = rootDirectory === '' ? '' : `${rootDirectory}/`;
		const inside = modules.filter(({ path }) => path.startsWith(root));
		const places = new Set(inside.map(({ path }) => path.slice(root.length)));
		for await (const entry of entriesOf(
			ownArchive(base, { service, sha, rootDirectory, signal })
		)) {
			const path = entry.header.name.replace(/\/$/, '');
			const object = objects[root + path];
			const header = { ...entry.header, name: prefix + entry.header.name };
			if (places.has(path) || object) entry.resume();
			if (places.has(path)) continue;
			if (!object) await writeEntry(output, header, entry);
			else {
				const content = createReadStream(objectFile(cacheOf(service), object.oid));
				await writeEntry(output, { ...header, size: object.size }, content);
			}
		}
		for (const { path, sha: commit, cache } of inside) {
			const at = `${prefix}${path.slice(root.length)}/`;
			output.entry({ name: at, type: 'directory', mode: 0o775 });
			await add({ service: cache, sha: commit, rootDirectory: '', signal }, at);
		}
	}

	add(asked, '').then(
		() => output.finalize(),
		(error: Error) => output.destroy(error)
	);
	return Readable.from(output);
}

const ownArchive = (base: Checkout, { service, sha, rootDirectory, signal }: Asked): Readable =>
	base.archive(service, sha, rootDirectory, { signal });
