import { buildContext, ignoredBy } from '../build/context.ts';
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
		const whole = engine.checkout.archive(spec.service, sha, folder, { signal });
		const isIgnored = await ignoredFiles(plain, { spec, engine });
		const tar = isIgnored ? buildContext({ source: whole, files: [], isIgnored }) : whole;
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

/** What the .dockerignore of the service's root directory leaves out of a plain site in or below it; null: nothing. */
async function ignoredFiles(
	{ sha, folder }: { sha: string; folder: string },
	{ spec, engine }: Pick<Context, 'spec' | 'engine'>
): Promise<((path: string) => boolean) | null> {
	const root = spec.build.rootDirectory.split('/').filter(Boolean).join('/');
	const isBelow = root === '' || folder === root || folder.startsWith(`${root}/`);
	const from = isBelow ? root : folder;
	const text = await engine.checkout.tree(spec.service, sha, from).readText('.dockerignore');
	if (text === null) return null;
	const isIgnored = ignoredBy(text, []);
	const inner = folder.slice(from.length).replace(/^\//, '');
	return (path) => isIgnored(inner === '' ? path : `${inner}/${path}`);
}
