import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import type { Builder, ImageSummary } from '#engine/build/port.ts';
import { AppError } from '#engine/error.ts';

export interface MemoryBuilder extends Builder {
	images: ImageSummary[];
	/** What a build does before its image is there. */
	onBuild: (request: Parameters<Builder['build']>[0]) => Promise<void>;
}

/** Images that exist in memory only. */
export function memoryBuilder(): MemoryBuilder {
	let count = 0;
	const has = (image: ImageSummary, labels: Record<string, string>) =>
		Object.entries(labels).every(([key, value]) => image.labels[key] === value);
	const builder: MemoryBuilder = {
		images: [],
		onBuild: () => Promise.resolve(),
		find: async (labels) => builder.images.findLast((image) => has(image, labels)) ?? null,
		list: async (labels) => builder.images.filter((image) => has(image, labels)),
		async build(request) {
			request.context.resume();
			request.onLine('building', 'stdout');
			await builder.onBuild(request);
			request.signal.throwIfAborted();
			const { reference, labels } = request;
			const image = { reference, id: `sha256:${++count}`, labels, exposedPort: 3000 };
			builder.images.push(image);
			return image;
		},
		async files(id) {
			const image = builder.images.find((known) => known.id === id);
			if (!image) throw new AppError('image_not_found', 409, 'There is no such image.');
			const tar = pack();
			tar.entry({ name: 'site/index.html' }, id);
			tar.finalize();
			return { tar: Readable.from(tar), labels: image.labels, close: async () => {} };
		},
		async tag(id, reference) {
			const image = builder.images.find((known) => known.id === id);
			if (!image) throw new AppError('image_not_found', 409, 'There is no such image.');
			builder.images.push({ ...image, reference });
		},
		async remove(reference) {
			builder.images = builder.images.filter((image) => image.reference !== reference);
		}
	};
	return builder;
}
