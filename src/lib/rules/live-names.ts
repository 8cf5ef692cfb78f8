import type { GantryEvent } from '#lib/schemas/events.ts';

/** What pages depend on, by the names under which the event stream tells of a change. */
export type LiveName =
	| `${'deployment' | 'service' | 'project'}:${string}`
	| 'deployments'
	| 'projects'
	| 'installation'
	| 'activity';

/** Which names an event is told under: whoever shows one of them reads it again. */
export function liveNames(event: GantryEvent): LiveName[] {
	switch (event.kind) {
		case 'deployment':
			return [
				`deployment:${event.deploymentId}`,
				`service:${event.serviceId}`,
				`project:${event.projectId}`,
				'deployments'
			];
		case 'service':
			return [`service:${event.serviceId}`, `project:${event.projectId}`, 'projects'];
		case 'project':
			return [`project:${event.projectId}`, 'projects'];
		case 'installation':
			return ['installation'];
		case 'activity':
			return ['activity'];
		case 'cancel':
			return [];
	}
}

/** The same as SvelteKit's `depends` and `invalidate` want it. */
export const dependency = (name: LiveName) => `gantry:${name}` as const;
