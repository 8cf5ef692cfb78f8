import type { ActivityFacts, ActivityKind, ActivityWords } from '#lib/rules/activity.ts';
import { wordsOf } from '#lib/rules/activity-words.ts';
import type { EventRow } from './find-events.ts';

/** One thing that somebody did, ready to be read. */
export interface ActivityEvent {
	id: string;
	at: Date;
	/** E-mail, or who else: "Gantry". */
	actor: string;
	/** Follows the actor: "cancelled deployment #12". */
	words: string;
	kind: ActivityKind;
	/** The page about it; null: what it is about is gone. */
	href: string | null;
	/** Whether its page can be opened, too. */
	project: Named | null;
	service: Named | null;
}

export interface Named {
	/** null: it is gone. */
	id: string | null;
	name: string;
}

function hrefOf(row: EventRow, { leads }: ActivityWords): string | null {
	if (leads === 'deployment') return row.serviceName ? `/deployments/${row.subject}` : null;
	if ('path' in leads) return leads.path;
	const below = (base: string, page: string) => (page ? `${base}/${page}` : base);
	if ('service' in leads) {
		return row.serviceName ? below(`/services/${row.serviceId}`, leads.service) : null;
	}
	if (row.projectName) return below(`/projects/${row.projectId}`, leads.project);
	// A channel of the whole installation belongs to no project.
	return leads.project === 'notifications' ? '/settings/notifications' : null;
}

const factsOf = (detail: unknown): ActivityFacts =>
	typeof detail === 'object' && detail !== null ? { ...detail } : {};

/** Its page while it is there, else the name that was written down. */
function named(id: string | null, present: string | null, past: unknown): Named | null {
	if (present) return { id, name: present };
	return typeof past === 'string' ? { id: null, name: past } : null;
}

export function toActivityEvent(row: EventRow): ActivityEvent {
	const words = wordsOf(row.action);
	const facts = factsOf(row.detail);
	return {
		id: row.id,
		at: row.at,
		actor: row.actor ?? words.nobody ?? 'Gantry',
		words: words.say(facts),
		kind: words.kind,
		href: hrefOf(row, words),
		project: named(row.projectId, row.projectName, null),
		service: named(row.serviceId, row.serviceName, facts.service)
	};
}
