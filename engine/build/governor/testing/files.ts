import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A tree of control files below a folder of its own, as a kernel would show it. */
export async function controlFiles(files: Record<string, string>): Promise<{
	root: string;
	write(path: string, text: string): Promise<void>;
	/** Trimmed; null: there is no such file. */
	read(path: string): Promise<string | null>;
}> {
	const root = await mkdtemp(join(tmpdir(), 'gantry-cgroup-'));
	onTestFinished(() => rm(root, { recursive: true, force: true }));
	async function write(path: string, text: string): Promise<void> {
		await mkdir(dirname(join(root, path)), { recursive: true });
		await writeFile(join(root, path), `${text}\n`);
	}
	for (const [path, text] of Object.entries(files)) await write(path, text);
	return {
		root,
		write,
		read: (path) =>
			readFile(join(root, path), 'utf8').then(
				(text) => text.trim(),
				() => null
			)
	};
}
