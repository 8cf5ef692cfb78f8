import type { Env } from '#env';
import type { DataPaths } from '#lib/rules/data-dir.ts';

/** What a command is given besides its options. */
export interface Terminal {
	env: Env;
	paths: DataPaths;
	/** The answer, for people and for programs that read it. */
	print: (line: string) => void;
	readInput: () => Promise<string>;
}

export interface Option {
	type: 'string' | 'boolean';
	required?: boolean;
	meaning: string;
}

export interface Command {
	/** As it is typed: one word or two. */
	name: string;
	summary: string;
	options: Record<string, Option>;
	/** Returns the exit code. */
	run: (given: Given, terminal: Terminal) => Promise<number>;
}

/** The options as they were given; a required one is always there. */
export type Given = Record<string, string | boolean | undefined>;
