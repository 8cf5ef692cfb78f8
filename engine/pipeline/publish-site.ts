import { noRules, type PublishedSite, type SiteContent } from '../sites/port.ts';
import { siteFolder, siteRulesOf } from '../sites/site-label.ts';
import { type BuiltImage, labels } from '../spec.ts';
import { plainSource } from './site-release.ts';
import type { StepContext } from './step.ts';

type Context = Pick<StepContext, 'spec' | 'engine' | 'signal'>;

/**
 * Makes sure that the files of a release are where the edge reads them: out of its commit or its image.
 * Errors: image_not_found, commit_not_found and others of the checkout, those of Sites.publish.
 */
export async function publishSite(
	{ image, folder }: { image: BuiltImage; folder: string },
	context: Context
): Promise<PublishedSite> {
	const open = () => contentOf(image, context);
	return context.engine.sites.publish(folder, { open, signal: context.signal });
}

async function contentOf(
	image: BuiltImage,
	{ spec, engine, signal }: Context
): Promise<SiteContent> {
	const plain = plainSource(image);
	if (plain) {
		const { sha, folder } = plain;
		// Needs the Git host only when the cache has been removed.
		await engine.checkout.fetch(spec.service, { ...spec.source, commit: sha }, folder, { signal });
		const tar = engine.checkout.archive(spec.service, sha, folder, { signal });
		return { tar, folder: '', rules: noRules };
	}
	const {
		tar,
		labels: on,
		close
	} = await engine.builder.files(image.id, {
		path: `/${siteFolder}`,
		labels: {
			[labels.installation]: spec.installation,
			[labels.project]: spec.project,
			[labels.service]: spec.service
		},
		signal
	});
	return { tar, folder: siteFolder, rules: siteRulesOf(on), close };
}
