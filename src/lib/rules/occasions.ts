/** What people can be told of. `place`: whether a project's own channels hear of it, too. */
export const occasions = {
	'deployment-failed': {
		title: 'A deployment failed',
		about: 'With the step, the cause and what to do next.',
		place: 'project'
	},
	'deployment-succeeded': {
		title: 'A deployment succeeded',
		about: 'With the commit that is live now.',
		place: 'project'
	},
	'crash-loop': {
		title: 'An app ends again and again',
		about: 'With its exit code; at most once an hour for one release.',
		place: 'project'
	},
	threshold: {
		title: 'A threshold is passed',
		about: 'CPU, memory, disk, errors or response time; and again when it is well.',
		place: 'project'
	},
	'certificate-trouble': {
		title: 'A certificate does not come, or ends',
		about: 'With the host and the reason; at most once a day for one host.',
		place: 'project'
	},
	'disk-low': {
		title: 'The disk is nearly full',
		about: 'With the room that is left; at most every six hours.',
		place: 'installation'
	}
} as const satisfies Record<
	string,
	{ title: string; about: string; place: 'project' | 'installation' }
>;

export type OccasionKind = keyof typeof occasions;

export const occasionKinds = Object.keys(occasions) as OccasionKind[];

/** What a channel of a project, or of the installation, can be told of. */
export function occasionsOf(projectId: string | null): OccasionKind[] {
	return occasionKinds.filter((kind) => projectId === null || occasions[kind].place === 'project');
}
