/** The groups by which the activity is filtered. */
export const activityKinds = {
	deployments: 'Deployments',
	projects: 'Projects and services',
	variables: 'Variables',
	domains: 'Domains',
	webhooks: 'Webhooks',
	notifications: 'Notifications',
	terminals: 'Terminals',
	accounts: 'Accounts and tokens',
	installation: 'Installation'
} as const;
export type ActivityKind = keyof typeof activityKinds;

/** Facts of an event, as they were written down with it. */
export type ActivityFacts = Record<string, unknown>;

export interface ActivityWords {
	kind: ActivityKind;
	/** What somebody did: "deployed #12". Follows a name. */
	say: (facts: ActivityFacts) => string;
	/** What somebody did again and again; "5 times" follows. */
	often: string;
	/** The page about it: of the deployment, below the service or the project, or by its path. */
	leads: 'deployment' | { service: string } | { project: string } | { path: string };
	/** Who, when it was nobody signed in; Gantry itself, unless said. */
	nobody?: string;
}

export const word = (value: unknown) => (typeof value === 'string' ? value : '');
export const count = (value: unknown) => (typeof value === 'number' ? value : 0);
export const always = (words: string) => ({ say: () => words, often: words });
