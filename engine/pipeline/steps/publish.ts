import { byteWords } from '../../byte-words.ts';
import type { PublishedSite } from '../../sites/port.ts';
import type { BuiltImage } from '../../spec.ts';
import { deadlines } from '../deadlines.ts';
import { nameEntry } from '../name-entry.ts';
import { publishSite } from '../publish-site.ts';
import { siteFolderOf } from '../site-release.ts';
import type { Step } from '../step.ts';
import type { Started } from './start.ts';

interface Published extends Started {
	site: PublishedSite;
}

/** Puts finished files where the edge reads them, beside those that are live. */
export const publish: Step<BuiltImage, Published> = {
	name: 'publish',
	deadline: () => deadlines.publish,
	async run(image, context) {
		const { spec, engine, log } = context;
		const folder = image.files ?? siteFolderOf(spec);
		if ((await nameEntry(context))?.state !== 'live') {
			await engine.names.update(spec.service, { state: 'starting' });
		}
		const isThere = (await engine.sites.find(folder)) !== null;
		const site = await publishSite({ image, folder }, context);
		for (const notice of site.notices) log(`Notice: ${notice}`);
		if (!site.hasIndex) log('Notice: there is no index.html, so / answers 404');
		log(`${isThere ? 'Still there' : 'Published'}: ${siteWords(site)}`);
		return { image, containers: [], isTakenOver: isThere, staying: null, site };
	},
	summary: ({ site, isTakenOver }) =>
		isTakenOver ? `${siteWords(site)}, still there` : siteWords(site),
	async undo(_published, context) {
		const { spec, engine } = context;
		const entry = await nameEntry(context);
		const folder = siteFolderOf(spec);
		// After a crash it may be the live one already: what is served is never removed.
		if (entry?.files !== folder) await engine.sites.remove(folder);
		if (entry?.state === 'starting') await engine.names.update(spec.service, { state: 'stopped' });
	}
};

function siteWords({ files, bytes }: PublishedSite): string {
	const count = `${files.toLocaleString('en-US')} ${files === 1 ? 'file' : 'files'}`;
	return `${count} (${byteWords(bytes)})`;
}
