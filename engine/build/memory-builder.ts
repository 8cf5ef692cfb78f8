import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { AppError } from '../error.ts';
import { withoutFrontend } from './dockerfile-syntax.ts';
import { labelsIn, siteInMemory } from './memory-image-files.ts';
import type { Builder, BuildRequest, ImageSummary } from './port.ts';

export interface MemoryBuilder extends Builder {
	/** By reference, oldest first. */
	images: Map<string, ImageSummary>;
	/** Requests that were really built. */
	built: BuildRequest[];
	/** Tests shape what a build does. */
	onBuild: (request: BuildRequest) => void | Promise<void>;
}

const exposed = /^EXPOSE\s+(\d+)/m;

/** Images that exist in memory only. */
export function memoryBuilder(): MemoryBuilder {
	const images = new Map<string, ImageSummary>();
	/** By id: what it was built from. */
	const sources = new Map<string, { text: string; context: Buffer }>();

	const list = async (labels: Record<string, string>) =>
		[...images.values()]
			.toReversed()
			.filter((image) =>
				Object.entries(labels).every(([key, value]) => image.labels[key] === value)
			);

	const builder: MemoryBuilder = {
		images,
		built: [],
		onBuild: () => {},
		list,
		find: async (labels) => (await list(labels))[0] ?? null,
		async build(request) {
			request.signal.throwIfAborted();
			const text = withoutFrontend(request.dockerfileText);
			const context = await buffer(request.context);
			builder.built.push(request);
			await builder.onBuild(request);
			request.signal.throwIfAborted();
			const port = exposed.exec(text)?.[1];
			const image: ImageSummary = {
				reference: request.reference,
				id: `sha256:${createHash('sha256').update(context).update(text).digest('hex')}`,
				labels: { ...labelsIn(text), ...request.labels },
				exposedPort: port ? Number(port) : null
			};
			images.set(request.reference, image);
			sources.set(image.id, { text, context });
			return image;
		},
		async files(id) {
			const image = [...images.values()].find((one) => one.id === id);
			const source = sources.get(id);
			if (!image || !source) throw imageNotFound();
			const tar = await siteInMemory(source.text, source.context);
			return { tar, labels: image.labels, close: async () => {} };
		},
		async tag(id, reference) {
			const image = [...images.values()].find((one) => one.id === id);
			if (!image) throw imageNotFound();
			images.set(reference, { ...image, reference });
		},
		async remove(reference) {
			images.delete(reference);
		}
	};
	return builder;
}

const imageNotFound = () => new AppError('image_not_found', 409, 'The image is no longer there');
