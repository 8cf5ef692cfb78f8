import { posix } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { extract, pack, type Header } from 'tar-stream';
import type { VolumeMount } from '../spec.ts';
import { unless } from './docker-client.ts';

/** Bytes of a list of users that are read. */
const longestList = 256 * 1024;

interface Owner {
	uid: number;
	gid: number;
}

/**
 * A new volume belongs to root, unless the image has a folder in its place: an app that runs as somebody
 * else could not write there. So a volume that belongs to root is given to the user of the image, by
 * Docker's own archive calls on the container that was made and does not run yet: no program runs as root,
 * and no other image is needed. What an app has made its own is left alone.
 */
export async function ownVolumes(
	docker: Docker,
	name: string,
	mounts: VolumeMount[]
): Promise<void> {
	if (mounts.length === 0) return;
	const container = docker.getContainer(name);
	const { Config: config } = await container.inspect();
	const owner = await ownerOf(container, config.User ?? '');
	if (owner.uid === 0) return;
	for (const { path } of mounts) {
		const folder = await headerOf(container, path);
		if (folder === null || folder.uid !== 0) continue;
		const entry = { name: `${posix.basename(path)}/`, type: 'directory' as const };
		const archive = pack();
		archive.entry({ ...entry, ...owner, mode: folder.mode ?? 0o755, mtime: new Date() });
		archive.finalize();
		await unless(
			[],
			container.putArchive(archive as unknown as Readable, { path: posix.dirname(path) })
		);
	}
}

/** "1000", "1000:1000", "node" or "node:node", as an image says it; '' is root. */
async function ownerOf(container: Docker.Container, user: string): Promise<Owner> {
	const [who = '', group = ''] = user.split(':');
	if (who === '' || who === '0' || who === 'root') return { uid: 0, gid: 0 };
	const users = await entriesOf(container, '/etc/passwd');
	const known = users.find(([name, , uid]) => name === who || uid === who);
	const uid = Number(known?.[2] ?? who);
	if (!Number.isInteger(uid)) return { uid: 0, gid: 0 };
	if (group === '') return { uid, gid: Number(known?.[3] ?? 0) };
	const groups = /^\d+$/.test(group) ? [] : await entriesOf(container, '/etc/group');
	const gid = Number(groups.find(([name]) => name === group)?.[2] ?? group);
	return { uid, gid: Number.isInteger(gid) ? gid : 0 };
}

/** Lines of such a file, in parts; none when the image has no such file. */
async function entriesOf(container: Docker.Container, path: string): Promise<string[][]> {
	const text = await firstEntry(container, path, async (_header, content) => {
		const chunks: Buffer[] = [];
		let bytes = 0;
		for await (const chunk of content as AsyncIterable<Buffer>) {
			bytes += chunk.length;
			if (bytes > longestList) break;
			chunks.push(chunk);
		}
		return Buffer.concat(chunks).toString('utf8');
	});
	return (text ?? '').split('\n').map((line) => line.split(':'));
}

const headerOf = (container: Docker.Container, path: string) =>
	firstEntry(container, path, (header) => Promise.resolve(header));

/** The first thing of an archive is what was asked for; the rest, which may be long, is not waited for. */
async function firstEntry<T>(
	container: Docker.Container,
	path: string,
	read: (header: Header, content: Readable) => Promise<T>
): Promise<T | null> {
	const source = (await unless([404], container.getArchive({ path }))) as Readable | null;
	if (!source) return null;
	const entries = extract();
	source.on('error', (error) => entries.destroy(error));
	source.pipe(entries);
	try {
		for await (const entry of entries) {
			return await read(entry.header, entry as unknown as Readable);
		}
		return null;
	} finally {
		source.destroy();
		entries.destroy();
		await finished(source).catch(() => {});
	}
}
