import { readFile, rename, writeFile } from 'node:fs/promises';
import { FakeNames } from '../../names/fake.ts';
import type { Names, NameSnapshot } from '../../names/port.ts';

/** Names kept in a file only, so that a killed process leaves them behind as the real ones do. */
export function fileNames(path: string): Names {
	async function read(): Promise<FakeNames> {
		const names = new FakeNames();
		const text = await readFile(path, 'utf8').catch(() => '{}');
		await names.replace(JSON.parse(text) as NameSnapshot);
		return names;
	}
	async function change(work: (names: FakeNames) => Promise<void>): Promise<void> {
		const names = await read();
		await work(names);
		await writeFile(`${path}.new`, JSON.stringify(await names.snapshot()));
		await rename(`${path}.new`, path);
	}
	return {
		update: (service, part) => change((names) => names.update(service, part)),
		remove: (service) => change((names) => names.remove(service)),
		find: async (service) => (await read()).find(service),
		snapshot: async () => (await read()).snapshot(),
		replace: (snapshot) => change((names) => names.replace(snapshot)),
		proveReach: () => new FakeNames().proveReach(),
		// A file never ends.
		untilGone: (options) => new FakeNames().untilGone(options)
	};
}
