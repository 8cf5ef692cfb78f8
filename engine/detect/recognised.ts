import type { Facts } from './facts.ts';
import type { Found } from './plan.ts';

/** A Node.js process that answers requests. */
export interface Server {
	kind: 'server';
	start: Found<string[]>;
	/** Which packages it needs at run time: none when the build has bundled them. */
	modules: 'none' | 'production' | 'all';
	/** What is copied into the image, as [from, to] below the app's folder; null: everything. */
	copies: [string, string][] | null;
	/** Environment beside NODE_ENV, HOST and PORT. */
	variables?: Record<string, string>;
}

/** Finished files that the edge serves. */
export interface Site {
	kind: 'site';
	output: Found<string>;
	/** File answered for paths that are no files; null: 404. */
	fallback: string | null;
	/** Paths whose file names change with their content, so that browsers may keep them; a regular expression. */
	hashed: string | null;
}

export interface Recognised {
	framework: string;
	title: string;
	reason: string;
	/** Scripts that build it, the first that exists; ['build'] when not given. */
	buildScripts?: string[];
	/** Run when there is no such script; null: nothing is built. */
	build: string | null;
	/** Environment of the build. */
	buildVariables?: Record<string, string>;
	/** Folder that the build keeps between builds. */
	buildCache?: string;
	serve: Server | Site;
	notices?: string[];
}

/** Says what an app is, or null. Throws an AppError when it knows that the app cannot run here. */
export type Recogniser = (facts: Facts) => Recognised | null;
