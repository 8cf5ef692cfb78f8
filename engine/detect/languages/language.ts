import type { Facts } from '../facts.ts';
import type { Found } from '../plan.ts';

/** What a language looks at: the same sources always give the same plan. */
export interface Sources {
	facts: Facts;
	/** Text of a regular file; null: there is none, or it is too large to be written by a person. */
	read(path: string): Promise<string | null>;
	/** Paths of the regular files in a folder, not in the folders below; [] when there is none. */
	list(folder: string): Promise<string[]>;
}

export interface Language {
	/** Machine name: 'python'. */
	name: string;
	/** For people: 'Python'. */
	title: string;
	/** Names of files at the root that say that a folder is written in it. */
	signs: RegExp;
	/**
	 * How the sources become an image; null: another language's. Asked only where a sign is there.
	 * Errors (422): an AppError when it knows that the app cannot run here.
	 */
	recognise(sources: Sources): Promise<LanguagePlan | null>;
}

/** What was detected, before what a person set takes its place. */
export interface LanguagePlan {
	/** Machine name: 'django'; the language's own name where there is no framework. */
	framework: string;
	title: string;
	reason: string;
	/**
	 * 'app': something answers requests, and it is in this language. 'files': the language is used, maybe
	 * only by tools; a Node.js app or a site in the same folder wins.
	 */
	evidence: 'app' | 'files';
	version: Found<string> | null;
	packageManager: Found<string> | null;
	install: Found<string> | null;
	build: Found<string> | null;
	/** As typed into a terminal; null: nobody can tell, and a person or a Procfile has to. */
	start: Found<string> | null;
	/** Lines of Procfiles that name another platform's own server: `start` is used instead. */
	foreignWeb?: RegExp;
	/** Folder of the finished files below /app, when it builds a site; `start` is null then. */
	output: Found<string> | null;
	port: Found<number>;
	notices: string[];
	image(commands: Commands): LanguageImage;
}

/** The commands as settled: a person's, the Procfile's, or those detected. */
export interface Commands {
	install: string | null;
	/** A person's own install command may read any file, so all of them are copied before it. */
	installNeedsSources: boolean;
	build: string | null;
	/** In exec form; [] for a site. */
	start: string[];
	/** Keeps cache mounts of different services apart; null: shared. Passed on to runLine. */
	owner: string | null;
}

export interface LanguageImage {
	/**
	 * Stages before the last; null parts are left out. With a site (or an output directory set by a
	 * person) the last of them must be called `build` and have the files below /app.
	 */
	stages: (string | null)[];
	/** The last stage's lines from its FROM on. PORT, USER 1000, EXPOSE and CMD are added. */
	run: (string | null)[];
	/** Files of ours in the context, below .gantry/. */
	files?: { path: string; text: string }[];
	/** What the settled commands made necessary, beside the plan's own notices. */
	notices?: string[];
}
