import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type LfsObject, largestPointer, parsePointer, trackedByLfs } from './lfs-pointer.ts';
import { entriesOf } from './tar-entries.ts';

const largestAttributes = 256 * 1024;

/** Reads a whole tree once: path → object of what .gitattributes gives to Git LFS. */
export async function lfsObjectsOf(archive: Readable): Promise<Record<string, LfsObject>> {
	const attributes = new Map<string, string>();
	const pointers = new Map<string, LfsObject>();
	for await (const entry of entriesOf(archive)) {
		const { name, type, size = 0 } = entry.header;
		const isAttributes = /(^|\/)\.gitattributes$/.test(name) && size <= largestAttributes;
		if (type !== 'file' || (size > largestPointer && !isAttributes)) {
			entry.resume();
			continue;
		}
		const text = (await buffer(entry)).toString('utf8');
		if (isAttributes) attributes.set(name.slice(0, -'.gitattributes'.length), text);
		const pointer = parsePointer(text);
		if (pointer) pointers.set(name, pointer);
	}
	const isTracked = trackedByLfs(attributes);
	return Object.fromEntries([...pointers].filter(([path]) => isTracked(path)));
}
