/** Who sees a variable: the running app, its build, or both. */
export const variableScopes = ['run', 'build', 'both'] as const;
export type VariableScope = (typeof variableScopes)[number];

/** Frameworks write variables of these names into what browsers get, which happens in the build. */
export const publicPrefixes = [
	'VITE_',
	'NEXT_PUBLIC_',
	'NUXT_PUBLIC_',
	'PUBLIC_',
	'REACT_APP_',
	'GATSBY_',
	'VUE_APP_',
	'EXPO_PUBLIC_',
	'NG_APP_',
	'STORYBOOK_',
	'SANITY_STUDIO_'
];

/** The scope of a variable for which nobody chose one. */
export const scopeByName = (key: string): VariableScope =>
	publicPrefixes.some((prefix) => key.startsWith(prefix)) ? 'both' : 'run';

export const isSeenByBuilds = (scope: VariableScope): boolean => scope !== 'run';
