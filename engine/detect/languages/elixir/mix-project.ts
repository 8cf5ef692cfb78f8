import type { Sources } from '../language.ts';

export interface MixProject {
	/** Names of the dependencies: 'phoenix'. */
	dependencies: ReadonlySet<string>;
	/** What `mix release` makes; null: it cannot be told. */
	release: string | null;
	/** `elixir: "~> 1.15"`. */
	elixir: string | null;
	/** It starts processes of its own: a program, and not only a library. */
	isApplication: boolean;
	/** Aliases: 'assets.deploy'. */
	aliases: ReadonlySet<string>;
	/** Some dependency is a folder of the repository, as all of an umbrella are. */
	hasLocal: boolean;
	hasGit: boolean;
}

/** What can be read of mix.exs without running it; null: there is none. */
export async function mixProject(sources: Sources): Promise<MixProject | null> {
	const text = (await sources.read('mix.exs'))?.replaceAll(/^\s*#.*$/gm, '');
	if (text === undefined) return null;
	const isUmbrella = /\bapps_path:/.test(text);
	const app = /\bapp:\s*:(\w+)/.exec(text)?.[1];
	const named = /\breleases:\s*\[\s*(\w+):/.exec(text)?.[1];
	return {
		dependencies: new Set([...text.matchAll(/\{:(\w+),/g)].map(([, name = '']) => name)),
		release: named ?? app ?? null,
		elixir: /\belixir:\s*"([^"]+)"/.exec(text)?.[1] ?? null,
		isApplication: /\bmod:\s*\{/.test(text) || (isUmbrella && named !== undefined),
		aliases: new Set([...text.matchAll(/^\s*"([\w.]+)":/gm)].map(([, name = '']) => name)),
		hasLocal: isUmbrella || /\bpath:\s*"/.test(text),
		hasGit: /\b(git|github):\s*"/.test(text)
	};
}
