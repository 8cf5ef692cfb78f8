import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { PrismaPg } from '@prisma/adapter-pg';

/** A function of the glue code that its type declarations leave out. */
interface Bindings {
	__wbg_set_wasm(exports: WebAssembly.Exports): void;
}

let loaded: Promise<void> | null = null;

/** Instantiated by hand: importing a .wasm file as a module is still experimental in Node. */
async function load(): Promise<void> {
	// Not import.meta.resolve, which the test runner lacks.
	const script = createRequire(import.meta.url).resolve(
		'@prisma/schema-engine-wasm/schema_engine_bg'
	);
	const bytes = await readFile(join(dirname(script), 'schema_engine_bg.wasm'));
	const { instance } = await WebAssembly.instantiate(bytes, {
		'./schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports
	});
	(glue as unknown as Bindings).__wbg_set_wasm(instance.exports);
	(instance.exports.__wbindgen_start as () => void)();
}

/** Prisma's schema engine as WebAssembly, working over `adapter`'s connection. Call `free()` when done. */
export async function openSchemaEngine(adapter: PrismaPg) {
	await (loaded ??= load());
	return glue.SchemaEngine.new(
		{ datamodels: undefined },
		() => {},
		bindMigrationAwareSqlAdapterFactory(adapter)
	);
}

export const noFilter = { externalTables: [], externalEnums: [] };

/** What the engine calls a list of migrations; `folders` in the order of their names. */
export function migrationList(
	baseDir: string,
	folders: { path: string; sql: string }[]
): MigrationList {
	return {
		baseDir,
		lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
		shadowDbInitScript: '',
		migrationDirectories: folders.map(({ path, sql }) => ({
			path,
			migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } }
		}))
	};
}
