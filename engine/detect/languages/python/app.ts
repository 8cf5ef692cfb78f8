import type { Found } from '../../plan.ts';

/** What the app is and how it is started, before anybody's settings. */
export interface PythonApp {
	framework: string;
	title: string;
	reason: string;
	evidence: 'app' | 'files';
	start: Found<string> | null;
	build: Found<string> | null;
	output: Found<string> | null;
	port: Found<number>;
	/** Environment of the build alone: what settings want to be there. */
	buildVariables: Record<string, string>;
	notices: string[];
}

export const toldPort: Found<number> = { value: 8000, reason: 'told to the app in PORT' };

export const nothingMore = {
	build: null,
	output: null,
	port: toldPort,
	buildVariables: {},
	notices: []
};
