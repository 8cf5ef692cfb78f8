import type { Sources } from '../language.ts';
import { likeliest } from '../program.ts';

export interface MainPackage {
	/** As `go build` takes it: '.', './cmd/web'. */
	path: string;
	/** Of the program. */
	name: string;
	/** The file with its main function. */
	file: string;
	/** path → text of its sources. */
	texts: Map<string, string>;
}

/** The programs of a module: the chosen one, or null when nobody can tell; and the names of all. */
export interface MainPackages {
	chosen: MainPackage | null;
	all: MainPackage[];
}

export async function mainPackages(sources: Sources, module: string): Promise<MainPackages> {
	const { directories, files } = sources.facts;
	const root = await mainPackage(sources, '', module);
	if (root) return { chosen: root, all: [root] };
	const commands = [...directories].filter((path) => /^cmd\/[\w.-]+$/.test(path));
	// A folder's own main.go, where there is no cmd: server/main.go.
	const others = [...files]
		.filter((path) => /^[\w-]+\/main\.go$/.test(path))
		.map((path) => path.slice(0, -'/main.go'.length));
	const found: MainPackage[] = [];
	for (const folder of new Set(commands.length > 0 ? [...commands, 'cmd'] : others)) {
		const name = folder === 'cmd' ? module : (folder.split('/').at(-1) as string);
		const main = await mainPackage(sources, folder, name);
		if (main) found.push(main);
	}
	const name = likeliest(
		found.map((main) => main.name),
		module
	);
	return { chosen: found.find((main) => main.name === name) ?? null, all: found };
}

async function mainPackage(
	sources: Sources,
	folder: string,
	name: string
): Promise<MainPackage | null> {
	const paths = (await sources.list(folder)).filter((path) => /(?<!_test)\.go$/.test(path));
	const texts = new Map<string, string>();
	for (const path of paths.slice(0, 50)) texts.set(path, (await sources.read(path)) ?? '');
	const file = [...texts].find(
		([, text]) => /^package main\b/m.test(text) && /^func main\(\)/m.test(text)
	)?.[0];
	if (file === undefined) return null;
	return { path: folder === '' ? '.' : `./${folder}`, name, file, texts };
}
