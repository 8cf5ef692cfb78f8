import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, type Header, type Pack } from 'tar-stream';

type Entry = Readable & { header: Header };

/** Reads a tar entry by entry; each must be read to its end, or resumed. */
export async function* entriesOf(source: Readable): AsyncGenerator<Entry> {
	const input = extract();
	const flow = pipeline(source, input as unknown as NodeJS.WritableStream);
	flow.catch((error: Error) => input.destroy(error));
	try {
		for await (const entry of input) yield entry as unknown as Entry;
		await flow;
	} finally {
		source.destroy();
	}
}

/** Writes one entry as its bytes come; nothing but one chunk is held. */
export async function writeEntry(
	output: Pack,
	header: Header,
	content: AsyncIterable<unknown>
): Promise<void> {
	const target = output.entry({ ...header, pax: null });
	for await (const chunk of content) {
		if (!target.write(chunk as Buffer)) await once(target, 'drain');
	}
	target.end(null);
}
