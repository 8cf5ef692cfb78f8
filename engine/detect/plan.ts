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
	language: 'node' | 'static' | 'dockerfile';
	packageManager: Found<'npm' | 'pnpm' | 'yarn'> | null;
	nodeVersion: Found<string> | null;
	install: Found<string> | null;
	build: Found<string> | null;
	start: Found<string> | null;
	/** Folder of the finished static site, when it is one. */
	output: Found<string> | null;
	/** null: what the built image EXPOSEs decides, else 3000. */
	port: Found<number> | null;
	/** Text of the Dockerfile: the repository's own or ours. */
	dockerfile: string;
	/** Its path in the build context. */
	dockerfilePath: string;
	/** Files of ours added to the context (the generated Dockerfile among them). */
	files: { path: string; text: string }[];
	/** Things a person should know: "no lock file: versions may change between builds". */
	notices: string[];
}
