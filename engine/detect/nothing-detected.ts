import { AppError } from '../error.ts';
import type { Facts } from './facts.ts';

const languages: [file: RegExp, language: string][] = [
	[/^(requirements\.txt|pyproject\.toml|Pipfile|manage\.py)$/, 'Python'],
	[/^go\.mod$/, 'Go'],
	[/^Gemfile$/, 'Ruby'],
	[/^composer\.json$/, 'PHP'],
	[/^Cargo\.toml$/, 'Rust'],
	[/^(pom\.xml|build\.gradle(\.kts)?)$/, 'Java'],
	[/\.(csproj|fsproj|sln)$/, '.NET'],
	[/^deno\.jsonc?$/, 'Deno']
];

/** Says what was looked for, what was seen instead, and what to do. */
export function nothingDetected(facts: Facts): AppError {
	return new AppError('nothing_detected', 422, messageFor(facts), { hint: hintFor(facts) });
}

function messageFor(facts: Facts): string {
	if (facts.files.size === 0 && facts.directories.size === 0) return 'The root directory is empty';
	if (facts.package) {
		return 'package.json says neither how to start the app nor which framework it uses: no known dependency, no script "start", no server.js, no index.html';
	}
	const root = [...facts.files].filter((path) => !path.includes('/'));
	const match = languages.find(([pattern]) => root.some((name) => pattern.test(name)));
	if (match) return `This looks like ${match[1]}, which needs a Dockerfile`;
	return 'Found no Dockerfile, no package.json and no index.html in the root directory';
}

function hintFor(facts: Facts): string {
	const below = ['Dockerfile', 'package.json', 'index.html'].flatMap((name) =>
		[...facts.files].filter((path) => path.endsWith(`/${name}`))
	);
	const folders = [...new Set(below.map((path) => path.slice(0, path.lastIndexOf('/'))))].slice(
		0,
		3
	);
	const monorepo = ['apps', 'packages', 'services'].find((name) => facts.directories.has(name));
	if (folders.length > 0) {
		return `Set the root directory to the app's folder (${folders.join(' or ')}), or add a Dockerfile.`;
	}
	if (monorepo)
		return `Set the root directory to the app's folder below ${monorepo}/, or add a Dockerfile.`;
	if (facts.package) return 'Set a start command or an output directory, or add a Dockerfile.';
	return 'Add a Dockerfile, or choose another root directory.';
}
