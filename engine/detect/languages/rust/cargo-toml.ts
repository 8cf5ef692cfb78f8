import { z } from 'zod';
import type { Sources } from '../language.ts';
import { parseToml } from '../manifest.ts';

const text = z.string().optional().catch(undefined);
const texts = z.array(z.string()).optional().catch(undefined);

const shape = z.object({
	package: z
		.object({
			name: z.string(),
			'rust-version': text,
			'default-run': text,
			autobins: z.boolean().optional().catch(undefined)
		})
		.optional()
		.catch(undefined),
	bin: z
		.array(z.object({ name: z.string(), path: text }))
		.optional()
		.catch(undefined),
	dependencies: z.record(z.string(), z.unknown()).catch({}).default({}),
	workspace: z
		.object({
			members: texts,
			exclude: texts,
			package: z.object({ 'rust-version': text }).optional().catch(undefined)
		})
		.optional()
		.catch(undefined)
});

type CargoToml = z.infer<typeof shape>;

/** A package of Cargo, with the programs it makes. */
export interface CargoPackage {
	/** Below the root; '' is the root's. */
	folder: string;
	name: string;
	programs: { name: string; file: string }[];
	defaultRun: string | null;
	rustVersion: string | null;
	dependencies: string[];
}

/** The packages of a repository. Errors (422): manifest_invalid. */
export async function cargoPackages(sources: Sources): Promise<CargoPackage[]> {
	const root = await cargoToml(sources, '');
	const folders = memberFolders(sources, root?.workspace?.members ?? []).filter(
		(folder) => !root?.workspace?.exclude?.includes(folder)
	);
	const shared = root?.workspace?.package?.['rust-version'] ?? null;
	const packages: CargoPackage[] = [];
	for (const folder of ['', ...folders]) {
		const manifest = folder === '' ? root : await cargoToml(sources, folder);
		if (manifest?.package) packages.push(await packageOf(sources, folder, manifest, shared));
	}
	return packages;
}

async function cargoToml(sources: Sources, folder: string): Promise<CargoToml | null> {
	const path = folder === '' ? 'Cargo.toml' : `${folder}/Cargo.toml`;
	const written = await sources.read(path);
	return written === null ? null : (shape.safeParse(parseToml(path, written)).data ?? null);
}

/** 'crates/*' and plain folders; deeper patterns are rare. */
function memberFolders({ facts }: Sources, members: string[]): string[] {
	return members.flatMap((member) => {
		const path = member.replace(/^\.\//, '').replace(/\/$/, '');
		if (path === '.' || path === '') return [];
		if (!path.endsWith('*')) return [path];
		const prefix = path.slice(0, -1);
		return [...facts.directories].filter(
			(folder) => folder.startsWith(prefix) && !folder.slice(prefix.length).includes('/')
		);
	});
}

async function packageOf(
	sources: Sources,
	folder: string,
	manifest: CargoToml,
	sharedVersion: string | null
): Promise<CargoPackage> {
	const { name = '', autobins = true } = manifest.package ?? {};
	const below = (path: string) => (folder === '' ? path : `${folder}/${path}`);
	const files = await sources.list(below('src'));
	const programs = new Map<string, string>();
	for (const bin of manifest.bin ?? []) {
		const usual = bin.name === name ? 'src/main.rs' : `src/bin/${bin.name}.rs`;
		programs.set(bin.name, below(bin.path ?? usual));
	}
	const main = below('src/main.rs');
	const isTaken = [...programs.values()].includes(main);
	if (autobins && files.includes(main) && !isTaken) programs.set(name, main);
	for (const path of autobins ? await sources.list(below('src/bin')) : []) {
		const program = /([^/]+)\.rs$/.exec(path)?.[1];
		if (program) programs.set(program, path);
	}
	return {
		folder,
		name,
		programs: [...programs].map(([program, file]) => ({ name: program, file })),
		defaultRun: manifest.package?.['default-run'] ?? null,
		rustVersion: manifest.package?.['rust-version'] ?? sharedVersion,
		dependencies: Object.keys(manifest.dependencies)
	};
}
