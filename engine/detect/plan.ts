/** How a tree becomes an image: plain data, stored with the deployment and shown to people. */

export interface Found<T> {
	value: T;
	/** Why: 'package.json: dependency "next"', "you set it". */
	reason: string;
}

export interface Plan {
	/** Machine name: 'sveltekit', 'nextjs', 'static', 'dockerfile', … */
	framework: string;
	/** For people: "SvelteKit", "Next.js", "Static site", "Dockerfile". */
	title: string;
	/** Why this framework. */
	reason: string;
	/** 'node', 'python', 'go', …, 'static', or 'dockerfile': the repository's own. */
	language: string;
	/** Its name for people: 'Node.js', 'Python'; null where there is none. */
	languageTitle: string | null;
	/** 'npm', 'uv', 'composer', … */
	packageManager: Found<string> | null;
	/** Of the language: '24', '3.13'. */
	version: Found<string> | null;
	install: Found<string> | null;
	build: Found<string> | null;
	start: Found<string> | null;
	/** Run to its end in the new image before it gets requests: the Procfile's `release`. */
	release: Found<string> | null;
	/** The Procfile's other processes. */
	processes: { name: string; command: string }[];
	/** Folder of the finished site, when it is one: the edge serves it, and no container runs. */
	output: Found<string> | null;
	/** null: what the built image EXPOSEs decides, else 3000. */
	port: Found<number> | null;
	/** Text of the Dockerfile: the repository's own or ours; '': the files are served as they are. */
	dockerfile: string;
	/** Its path in the build context. */
	dockerfilePath: string;
	/** The build gets the whole repository, of which the root directory is a workspace. */
	isWholeRepository?: boolean;
	/** Files of ours added to the context (the generated Dockerfile among them). */
	files: { path: string; text: string }[];
	/** Things a person should know: "no lock file: versions may change between builds". */
	notices: string[];
}
