import { z } from 'zod';
import { parseToml } from '../manifest.ts';

// What is of another type than it should be is some other tool's business.
const table = z.record(z.string(), z.unknown()).catch({}).default({});
const text = z.string().nullable().catch(null).default(null);

const shape = z.object({
	project: z
		.object({
			name: text,
			dependencies: z.array(z.string()).catch([]).default([]),
			'requires-python': text
		})
		.optional()
		.catch(undefined),
	tool: table,
	'build-system': z.unknown().optional()
});

const poetryShape = z.object({ name: text, dependencies: table }).catch({
	name: null,
	dependencies: {}
});

export interface Pyproject {
	name: string | null;
	/** As written: 'flask>=3'; of Poetry the names alone. */
	dependencies: string[];
	/** What it says about Python's version, as written. */
	python: string | null;
	/** Tools that have a table of their own: 'poetry', 'uv', 'pdm'. */
	tools: string[];
	/** It can be installed as a package itself. */
	isPackage: boolean;
	/** Some dependency is a folder of the repository. */
	hasLocalPackages: boolean;
	/** It has a [project] table, which every tool but Poetry 1 reads. */
	isStandard: boolean;
}

/** Errors (422): manifest_invalid. */
export function pyproject(source: string): Pyproject {
	const parsed = shape.safeParse(parseToml('pyproject.toml', source));
	const { project, tool, ...rest } = parsed.success ? parsed.data : shape.parse({});
	const poetry = poetryShape.parse(tool.poetry ?? {});
	const { python, ...poetryPackages } = poetry.dependencies;
	return {
		name: project?.name ?? poetry.name,
		dependencies: [...(project?.dependencies ?? []), ...Object.keys(poetryPackages)],
		python: project?.['requires-python'] ?? (typeof python === 'string' ? python : null),
		tools: Object.keys(tool),
		isPackage: rest['build-system'] !== undefined && !/package-mode\s*=\s*false/.test(source),
		hasLocalPackages: /\bpath\s*=\s*["']|workspace\s*=\s*true|\bmembers\s*=|@\s*file:/.test(source),
		isStandard: project !== undefined
	};
}
