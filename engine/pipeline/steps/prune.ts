import { type BuiltImage, labels } from '../../spec.ts';
import { deadlines } from '../deadlines.ts';
import type { Step } from '../step.ts';

/** Removes the images of releases that are not kept any more. */
export const prune: Step<BuiltImage, number> = {
	name: 'prune',
	deadline: () => deadlines.prune,
	async run(image, { spec, engine, signal }) {
		const kept = new Set([image.reference, ...spec.keptImages.slice(0, spec.keepReleases - 1)]);
		const images = await engine.builder.list({
			[labels.installation]: spec.installation,
			[labels.service]: spec.service
		});
		const old = images.filter(({ reference }) => !kept.has(reference));
		for (const { reference } of old) {
			signal.throwIfAborted();
			await engine.builder.remove(reference);
		}
		return old.length;
	},
	summary: (count) => (count === 0 ? null : `removed ${count} older images`)
};
