import { type BuiltImage, labels } from '../../spec.ts';
import { deadlines } from '../deadlines.ts';
import { nameEntry } from '../name-entry.ts';
import { referenceOf } from '../site-release.ts';
import type { Step, StepContext } from '../step.ts';

/** Removes the images and files of releases that are not kept any more. */
export const prune: Step<BuiltImage, number> = {
	name: 'prune',
	deadline: () => deadlines.prune,
	async run(image, context) {
		const { spec, engine, signal } = context;
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
		const sites = await removeSites(kept, context);
		return new Set([...old.map(({ reference }) => reference), ...sites]).size;
	},
	summary: (count) =>
		count === 0 ? null : `removed ${count} older ${count === 1 ? 'release' : 'releases'}`
};

/** The folders of sites: each goes by the reference of the release that it was made for. Answers those. */
async function removeSites(kept: ReadonlySet<string>, context: StepContext): Promise<string[]> {
	const { spec, engine, signal } = context;
	const { files, filesBefore } = (await nameEntry(context)) ?? {};
	const old = (await engine.sites.list(spec.service)).filter(
		(folder) =>
			folder !== files && folder !== filesBefore && !kept.has(referenceOf(spec.service, folder))
	);
	for (const folder of old) {
		signal.throwIfAborted();
		await engine.sites.remove(folder);
	}
	return old.map((folder) => referenceOf(spec.service, folder));
}
