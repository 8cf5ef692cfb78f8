import { parseToml } from '../manifest.ts';
import type { Sources } from '../language.ts';
import { pyproject, type Pyproject } from './pyproject.ts';

export interface PythonManifests {
	/** Package → file that names it: 'flask' → 'requirements.txt'. Names as PyPI compares them. */
	packages: ReadonlyMap<string, string>;
	pyproject: Pyproject | null;
	/** The requirements file that pip is given; null: none. */
	requirements: string | null;
	/** Its text with that of the files it includes. */
	requirementsText: string;
	/** `python_version` of the Pipfile. */
	pipfileVersion: string | null;
}

const requirementFiles = [
	'requirements.txt',
	'requirements/production.txt',
	'requirements/prod.txt',
	'requirements/base.txt',
	'requirements/requirements.txt'
];

/** What the files of every package manager say is needed at run time. */
export async function pythonManifests(sources: Sources): Promise<PythonManifests> {
	const packages = new Map<string, string>();
	const add = (file: string, requirements: string[]) => {
		for (const requirement of requirements) {
			for (const name of namesIn(requirement)) if (!packages.has(name)) packages.set(name, file);
		}
	};
	const requirements = requirementFiles.find((path) => sources.facts.files.has(path)) ?? null;
	const requirementsText = requirements ? await withIncluded(sources, requirements) : '';
	if (requirements) add(requirements, requirementsText.split('\n'));
	const text = await sources.read('pyproject.toml');
	const project = text === null ? null : pyproject(text);
	if (project) add('pyproject.toml', project.dependencies);
	const pipfile = await readPipfile(sources);
	add('Pipfile', pipfile.packages);
	const setup = `${await sources.read('setup.py')}\n${await sources.read('setup.cfg')}`;
	add('setup.py', installRequires(setup));
	return {
		packages,
		pyproject: project,
		requirements,
		requirementsText,
		pipfileVersion: pipfile.version
	};
}

/** 'Flask[async]>=3; python_version > "3.8"' → flask; what extras bring along counts, too. */
function namesIn(requirement: string): string[] {
	const [, name = '', extras = ''] =
		/^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?/.exec(requirement) ?? [];
	if (name === '') return [];
	const normal = name.toLowerCase().replaceAll(/[-_.]+/g, '-');
	const bringsServer = normal === 'fastapi' && /standard|all/.test(extras);
	return bringsServer ? [normal, 'uvicorn'] : [normal];
}

async function withIncluded(sources: Sources, path: string, depth = 0): Promise<string> {
	const text = (await sources.read(path)) ?? '';
	const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
	const included = [...text.matchAll(/^\s*(?:-r|--requirement)[\s=]+(\S+)/gm)];
	if (depth > 3) return text;
	const texts = included.map(([, name = '']) => withIncluded(sources, folder + name, depth + 1));
	return [text, ...(await Promise.all(texts))].join('\n');
}

async function readPipfile(sources: Sources) {
	const text = await sources.read('Pipfile');
	if (text === null) return { packages: [], version: null };
	const pipfile = parseToml('Pipfile', text) as {
		packages?: Record<string, unknown>;
		requires?: { python_version?: unknown; python_full_version?: unknown };
	};
	const version = pipfile.requires?.python_version ?? pipfile.requires?.python_full_version;
	return {
		packages: Object.keys(pipfile.packages ?? {}),
		version: typeof version === 'string' ? version : null
	};
}

/** The strings of setup.py's list, or the lines of setup.cfg's. */
function installRequires(text: string): string[] {
	const list = /install_requires\s*=\s*\[([^\]]*)\]/.exec(text)?.[1] ?? '';
	const lines = /^install_requires\s*=\s*\n((?:[ \t]+\S.*\n?)+)/m.exec(text)?.[1] ?? '';
	return [...list.matchAll(/["']([^"']+)["']/g)]
		.map(([, name = '']) => name)
		.concat(lines.split('\n'));
}
