import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { unless } from '../runtime/docker-client.ts';

/**
 * A folder of an image as a tar. A container is made for it, which never runs and goes when the tar has
 * been read or destroyed. null when there is no such image or folder.
 */
export async function imageFolder(
	docker: Docker,
	id: string,
	given: { path: string; labels: Record<string, string>; signal: AbortSignal }
): Promise<Readable | null> {
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
	const remove = () => void container.remove({ force: true }).catch(() => {});
	try {
		const tar = await unless([404], container.getArchive({ path, abortSignal: signal }));
		if (!tar) {
			remove();
			return null;
		}
		// Should the worker be lost before, the container is found by its labels and removed.
		return (tar as Readable).once('close', remove);
	} catch (error) {
		remove();
		throw error;
	}
}
