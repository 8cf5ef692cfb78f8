import type { BuiltImage } from '#engine/spec.ts';
import type { Release } from '#prisma/client/client.ts';

/** What a release runs, as the engine takes it. */
export function releaseImage(
	release: Pick<Release, 'image' | 'imageId' | 'port' | 'files'>
): BuiltImage {
	const { image, imageId, port, files } = release;
	return { reference: image, id: imageId, port, files };
}
