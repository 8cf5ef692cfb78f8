import { gtr, intersects, validRange } from 'semver';
import type { Facts } from './facts.ts';
import type { Found } from './plan.ts';

/** Majors that get security fixes, preferred first; each has an official slim image. */
const nodeMajors = [24, 26, 22, 20];
const fallback = nodeMajors[0] as number;
const oldest = Math.min(...nodeMajors);

const codeNames: Record<string, string> = { iron: '20', jod: '22', krypton: '24' };

/** The major to build and run with. `notice` says when it is not what was asked for. */
export function nodeVersion(facts: Facts): { found: Found<string>; notice: string | null } {
	const asked = askedVersion(facts);
	if (!asked) {
		return { found: { value: String(fallback), reason: 'nothing asks for another' }, notice: null };
	}
	const { value, reason } = asked;
	const range = validRange(codeNames[value.replace(/^lts\//i, '').toLowerCase()] ?? value);
	// 'lts/*', 'node', 'latest' and what nobody can read.
	if (range === null) return { found: { value: String(fallback), reason }, notice: null };
	const major = nodeMajors.find((candidate) => intersects(range, `${candidate}.x`));
	if (major !== undefined) return { found: { value: String(major), reason }, notice: null };
	const nearest = gtr(`${oldest}.0.0`, range) ? oldest : fallback;
	return {
		found: { value: String(nearest), reason },
		notice: `${reason} asks for Node.js ${value}, which gets no security fixes any more or is not known yet: built with ${nearest}. A Dockerfile of your own can use any version.`
	};
}

function askedVersion(facts: Facts): Found<string> | null {
	for (const file of ['.nvmrc', '.node-version']) {
		const value = facts.texts.get(file)?.replaceAll(/#.*$/gm, '').trim();
		if (value) return { value: value.replace(/^v/i, ''), reason: file };
	}
	const tools = /^\s*nodejs\s+([^\s#]+)/m.exec(facts.texts.get('.tool-versions') ?? '')?.[1];
	if (tools) return { value: tools, reason: '.tool-versions' };
	for (const file of ['mise.toml', '.mise.toml']) {
		const value = /^\s*"?node(?:js)?"?\s*=\s*(?:\[\s*)?["']([^"']+)["']/m.exec(
			facts.texts.get(file) ?? ''
		)?.[1];
		if (value) return { value, reason: file };
	}
	const { engines, volta, devEngines } = facts.package ?? {};
	if (engines?.node) return { value: engines.node, reason: 'package.json: engines' };
	if (volta?.node) return { value: volta.node, reason: 'package.json: volta' };
	const runtime = devEngines?.runtime;
	if (runtime?.name === 'node' && runtime.version) {
		return { value: runtime.version, reason: 'package.json: devEngines' };
	}
	return null;
}
