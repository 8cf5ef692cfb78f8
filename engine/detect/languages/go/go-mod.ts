import type { Found } from '../../plan.ts';
import { toolVersion, versionFile, chosenVersion, type ChosenVersion } from '../versions.ts';
import type { Facts } from '../../facts.ts';

export interface GoMod {
	/** Last element of the module's path, without a major version: 'shop' of 'example.com/shop/v2'. */
	name: string;
	/** Paths of the modules it requires, directly or not. */
	requires: Set<string>;
	/** The lowest Go that builds it, and where that stands. */
	lowest: Found<string> | null;
	/** A module is replaced by a folder of the repository. */
	replacesByFolder: boolean;
}

export function parseGoMod(text: string): GoMod {
	const lines = text.replaceAll(/\/\/.*$/gm, '');
	const path = /^module\s+"?([^\s"]+)/m.exec(lines)?.[1] ?? 'app';
	const toolchain = /^toolchain\s+go([\d.]+)/m.exec(lines)?.[1];
	const go = /^go\s+([\d.]+)/m.exec(lines)?.[1];
	const lowest = toolchain
		? { value: toolchain, reason: `go.mod: toolchain go${toolchain}` }
		: go
			? { value: go, reason: `go.mod: go ${go}` }
			: null;
	const name = path
		.replace(/\/v\d+$/, '')
		.split('/')
		.at(-1) as string;
	return {
		name: /^[\w.-]+$/.test(name) ? name : 'app',
		requires: new Set(
			[...lines.matchAll(/^\s*(?:require\s+)?([\w.-]+\.[\w.-]+\/\S+)\s+v\d/gm)].map(
				([, required = '']) => required
			)
		),
		lowest,
		replacesByFolder: /=>\s*\.{0,2}\//.test(lines)
	};
}

/** Those that get security fixes: every program has the standard library in it. */
const supported = { title: 'Go', versions: ['1.26', '1.25'] };

export function goVersion(facts: Facts, { lowest }: GoMod): ChosenVersion {
	const pinned = versionFile(facts, '.go-version') ?? toolVersion(facts, 'golang', 'go');
	if (pinned) return chosenVersion(supported, pinned);
	// What go.mod says is the lowest that will do.
	return chosenVersion(
		supported,
		lowest && { value: `>=${lowest.value}`, reason: `${lowest.reason} or newer` }
	);
}
