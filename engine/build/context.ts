import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import ignore from '@balena/dockerignore';
import { extract, type Header, pack } from 'tar-stream';

/** Which paths of the context are left out. The engine itself does it only for contexts from a session. */
export function ignoredBy(text: string | null, keep: string[]): (path: string) => boolean {
	if (text === null) return () => false;
	const rules = ignore().add(text.replace(/^\uFEFF/, '').split(/\r?\n/));
	return (path) => !keep.includes(path) && rules.ignores(path);
}

/**
 * The tar that is sent: our files first, then the repository's as they stream in, without the ignored
 * ones and without those that ours replace. Nothing but one chunk is held.
 */
export function buildContext({
	source,
	files,
	isIgnored
}: {
	source: Readable;
	files: { path: string; text: string }[];
	isIgnored: (path: string) => boolean;
}): Readable {
	const output = pack();
	const input = extract();
	const ours = new Set(files.map(({ path }) => path));

	async function copy(): Promise<void> {
		for (const { path, text } of files) output.entry({ name: path, mode: 0o644 }, text);
		for await (const entry of input) {
			const path = entry.header.name.replace(/^\.\//, '').replace(/\/$/, '');
			if (path === '' || ours.has(path) || isIgnored(path)) {
				entry.resume();
				continue;
			}
			await write(entry.header, entry);
		}
		output.finalize();
	}

	async function write(header: Header, entry: AsyncIterable<unknown>): Promise<void> {
		const target = output.entry({ ...header, pax: null });
		for await (const chunk of entry) {
			if (target.write(chunk as Buffer)) continue;
			await new Promise<void>((resolve) => void target.once('drain', () => resolve()));
		}
		target.end(null);
	}

	const context = Readable.from(output);
	const fail = (error: unknown) => {
		context.destroy(error instanceof Error ? error : new Error(String(error)));
		output.destroy();
	};
	pipeline(source, input as unknown as NodeJS.WritableStream).catch(fail);
	copy().catch(fail);
	context.on('close', () => source.destroy());
	return context;
}
