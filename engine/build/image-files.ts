import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { unless } from '../runtime/docker-client.ts';

/**
 * A folder of an image as a tar. A container is made for it, which never runs; `close` removes it. Should
 * the worker be lost before, it is found by its labels. null when there is no such image or folder.
 */
export async function imageFolder(
	docker: Docker,
	id: string,
	given: { path: string; labels: Record<string, string>; signal: AbortSignal }
): Promise<{ tar: Readable; close: () => Promise<void> } | null> {
	const { path, labels, signal } = given;
	signal.throwIfAborted();
	const container = await unless(
		[404],
		docker.createContainer({
			name: `gantry-files-${randomBytes(8).toString('hex')}`,
			Image: id,
			// An image without a command can not become a container.
			Cmd: ['none'],
			Labels: labels,
			NetworkDisabled: true,
			HostConfig: { NetworkMode: 'none' }
		})
	);
	if (!container) return null;
	const close = async () => {
		await unless([404, 409], container.remove({ force: true }));
	};
	try {
		const tar = await unless([404], container.getArchive({ path, abortSignal: signal }));
		if (tar) return { tar: tar as Readable, close };
		await close();
		return null;
	} catch (error) {
		await close();
		throw error;
	}
}
