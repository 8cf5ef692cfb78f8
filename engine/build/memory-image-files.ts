import { Readable } from 'node:stream';
import { extract, pack } from 'tar-stream';

/** The copy of a build's output in a generated Dockerfile (engine/detect/site-dockerfile.ts). */
const copy = /^COPY --from=build \/app(\S*) \/site$/m;
const label = /^LABEL (\S+)='(.*)'$/gm;

/** What an image in memory says of itself. */
export function labelsIn(dockerfile: string): Record<string, string> {
	return Object.fromEntries([...dockerfile.matchAll(label)].map(([, key, value]) => [key, value]));
}

/** The files of a site, as if the build had left its context as it was. */
export async function siteInMemory(dockerfile: string, context: Buffer): Promise<Readable> {
	const folder = (copy.exec(dockerfile)?.[1] ?? '').replace(/^\//, '');
	const from = folder === '' ? '' : `${folder}/`;
	const tar = pack();
	for await (const entry of Readable.from([context]).pipe(extract())) {
		const chunks: Uint8Array[] = [];
		for await (const chunk of entry) chunks.push(chunk as Uint8Array);
		const { name, type } = entry.header;
		if (type !== 'file' || !name.startsWith(from)) continue;
		tar.entry({ name: `site/${name.slice(from.length)}` }, Buffer.concat(chunks));
	}
	tar.finalize();
	return Readable.from(tar);
}
