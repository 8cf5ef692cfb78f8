import { z } from 'zod';
import { parseJson } from '../manifest.ts';
import type { Sources } from '../language.ts';

const names = z.record(z.string(), z.unknown()).catch({}).default({});

const shape = z
	.object({
		require: names,
		config: z
			.object({ platform: z.object({ php: z.string() }).optional().catch(undefined) })
			.optional()
			.catch(undefined),
		repositories: z.unknown().optional()
	})
	.catch({ require: {} });

const lockShape = z
	.object({ packages: z.array(z.object({ require: names }).catch({ require: {} })).catch([]) })
	.catch({ packages: [] });

export interface Composer {
	/** Package → version asked for: 'laravel/framework' → '^12.0'. */
	packages: ReadonlyMap<string, string>;
	/** Range of PHP, and where it stands. */
	php: { value: string; reason: string } | null;
	/** PHP extensions that it or one of its packages needs: 'intl'. */
	extensions: ReadonlySet<string>;
	hasLock: boolean;
	/** Some package is a folder of the repository. */
	hasLocal: boolean;
}

/** null: there is no composer.json. Errors (422): manifest_invalid. */
export async function composerJson(sources: Sources): Promise<Composer | null> {
	const text = await sources.read('composer.json');
	if (text === null) return null;
	const { require: required, config, repositories } = shape.parse(parseJson('composer.json', text));
	const lock = await sources.read('composer.lock');
	const { packages } = lockShape.parse(lock === null ? {} : parseJson('composer.lock', lock));
	const all = [required, ...packages.map((entry) => entry.require)].flatMap(Object.keys);
	const asked = required.php;
	return {
		packages: new Map(Object.entries(required).map(([name, range]) => [name, String(range)])),
		php: config?.platform
			? { value: config.platform.php, reason: 'composer.json: config.platform' }
			: typeof asked === 'string'
				? { value: asked, reason: 'composer.json: require' }
				: null,
		extensions: new Set(all.flatMap((name) => /^ext-([\w-]+)$/.exec(name)?.[1] ?? [])),
		// One that is too large to be read is a lock file all the same.
		hasLock: sources.facts.files.has('composer.lock'),
		hasLocal: /"path"/.test(JSON.stringify(repositories ?? ''))
	};
}
