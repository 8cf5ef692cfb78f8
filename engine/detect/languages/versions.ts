import { gtr, intersects, validRange } from 'semver';
import type { Facts } from '../facts.ts';
import type { Found } from '../plan.ts';

/** Versions of a language that have an official image and get security fixes. */
export interface Supported {
	/** For people: 'Python'. */
	title: string;
	/** As in the image's tag ('3.13', '24'), preferred first. */
	versions: string[];
}

export interface ChosenVersion {
	found: Found<string>;
	/** When it is not what was asked for. */
	notice: string | null;
}

/**
 * The version to build and run with. `asked`: a version or range as npm writes it ('3.12.4', '>=3.11 <3.13');
 * what is no range counts as "the usual one".
 */
export function chosenVersion(
	{ title, versions }: Supported,
	asked: Found<string> | null
): ChosenVersion {
	const usual = versions[0] as string;
	if (!asked) return { found: { value: usual, reason: 'nothing asks for another' }, notice: null };
	const { value, reason } = asked;
	const range = validRange(value);
	if (range === null) return { found: { value: usual, reason }, notice: null };
	const match = versions.find((candidate) => intersects(range, `~${candidate}`));
	if (match !== undefined) return { found: { value: match, reason }, notice: null };
	const oldest = versions.toSorted((one, other) =>
		one.localeCompare(other, 'en', { numeric: true })
	)[0] as string;
	const nearest = gtr(`${oldest}${'.0'.repeat(3 - oldest.split('.').length)}`, range)
		? oldest
		: usual;
	return {
		found: { value: nearest, reason },
		notice: `${reason} asks for ${title} ${value}, which gets no security fixes any more or is not known yet: built with ${nearest}. A Dockerfile of your own can use any version.`
	};
}

/** What .tool-versions (asdf) or mise.toml say about a tool, under any of its names: 'nodejs', 'node'. */
export function toolVersion({ texts }: Facts, ...names: string[]): Found<string> | null {
	const name = `(?:${names.join('|')})`;
	const asdf = new RegExp(`^\\s*${name}\\s+([^\\s#]+)`, 'm');
	const tools = asdf.exec(texts.get('.tool-versions') ?? '')?.[1];
	if (tools) return { value: tools, reason: '.tool-versions' };
	// python = "3.12", python = ["3.12", "3.11"], python = { version = "3.12" }
	const mise = new RegExp(
		`^\\s*"?${name}"?\\s*=\\s*(?:\\[\\s*|\\{.*?version\\s*=\\s*)?["']([^"']+)["']`,
		'm'
	);
	for (const file of ['mise.toml', '.mise.toml']) {
		const value = mise.exec(texts.get(file) ?? '')?.[1];
		if (value) return { value, reason: file };
	}
	return null;
}

/** The first word of a file such as .ruby-version, without comments and a leading "v". */
export function versionFile({ texts }: Facts, ...files: string[]): Found<string> | null {
	for (const file of files) {
		const value = texts.get(file)?.replaceAll(/#.*$/gm, '').trim().split(/\s+/)[0];
		if (value) return { value: value.replace(/^v(?=\d)/i, ''), reason: file };
	}
	return null;
}

/** Ruby's and Elixir's "~>", Python's "~=", Composer's "~" as npm writes it: the last number given may grow. */
export function pessimisticRange(version: string): string {
	const [major = '0', ...rest] = version.split('.');
	return rest.length > 1 ? `~${version}` : `>=${version} <${Number(major) + 1}`;
}
