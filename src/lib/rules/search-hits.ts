import { serviceTabs } from './search-query.ts';

/** Something that was found. */
export interface Hit {
	kind: 'action' | 'page' | 'project' | 'service' | 'deployment' | 'domain';
	title: string;
	/** Where it belongs, or what it does. */
	detail: string;
	/** Where it leads; of a form, where it is sent. */
	href: string;
	/** The fields of a form that does it; absent: it is a link. */
	fields?: Record<string, string>;
}

export interface HitGroup {
	title: string;
	hits: Hit[];
}

const groupTitles: Record<Hit['kind'], string> = {
	action: 'Actions',
	page: 'Pages',
	project: 'Projects',
	service: 'Services',
	deployment: 'Deployments',
	domain: 'Domains'
};

/** Pages of the panel and what can be begun from anywhere. */
export const places: Hit[] = [
	{ kind: 'action', title: 'New project', detail: 'From a Git repository', href: '/projects/new' },
	{ kind: 'page', title: 'Dashboard', detail: 'What is live', href: '/' },
	{ kind: 'page', title: 'Projects', detail: 'All of them', href: '/projects' },
	{ kind: 'page', title: 'Deployments', detail: 'Of all services', href: '/deployments' },
	{ kind: 'page', title: 'Activity', detail: 'Who did what', href: '/activity' },
	{
		kind: 'page',
		title: 'Settings',
		detail: 'Domains, builds, tokens, password',
		href: '/settings'
	},
	{
		kind: 'page',
		title: 'Server',
		detail: 'CPU, memory, network, disk',
		href: '/settings/server'
	},
	{
		kind: 'page',
		title: 'Metrics settings',
		detail: 'Access log, visitors’ addresses, Prometheus',
		href: '/settings/metrics'
	},
	{ kind: 'page', title: 'Clean-up', detail: 'What takes disk', href: '/settings/clean-up' },
	...(['system', 'light', 'dark'] as const).map((theme) => ({
		kind: 'action' as const,
		title: `Theme: ${theme}`,
		detail: theme === 'system' ? 'As the device has it' : `Always ${theme}`,
		href: '/theme',
		fields: { theme }
	})),
	{ kind: 'action', title: 'Log out', detail: 'Ends this session', href: '/logout', fields: {} }
];

/** What can be done to the service that is looked at, and its pages. */
export function placesOf(service: { id: string; name: string } | null): Hit[] {
	if (!service) return [];
	const { id, name } = service;
	const href = `/services/${id}`;
	const pages = serviceTabs.map((tab) => ({
		kind: 'page' as const,
		title: `${tab.charAt(0).toUpperCase()}${tab.slice(1)}`,
		detail: `Of ${name}`,
		href: `${href}/${tab}`
	}));
	return [...pages, { kind: 'service', title: name, detail: 'The service of this page', href }];
}

/** 0 is best: the very name, then its beginning, then the beginning of a word in it, then anywhere. */
function distance(title: string, words: string[]): number {
	const name = title.toLowerCase();
	const wanted = words.join(' ');
	if (name === wanted) return 0;
	if (name.startsWith(wanted)) return 1;
	const first = words[0] ?? '';
	if (name.split(/[\s.:/-]+/).some((part) => part.startsWith(first))) return 2;
	return 3;
}

/** Those whose title or detail holds all the words. */
export function matching(hits: Hit[], words: string[]): Hit[] {
	return hits.filter(({ title, detail }) => {
		const text = `${title} ${detail}`.toLowerCase();
		return words.every((word) => text.includes(word));
	});
}

/** What tells one from another: the page's own service is found by the server, too. */
export const hitKey = ({ kind, href, title }: Hit) => `${kind} ${href} ${title}`;

/** What was found, each once, best first, in groups that begin with their best; equals keep their order. */
export function arrange(hits: Hit[], words: string[]): HitGroup[] {
	const first = new Map(hits.toReversed().map((hit) => [hitKey(hit), hit]));
	const groups = Object.entries(groupTitles).map(([kind, title]) => {
		const ranked = hits
			.filter((hit) => hit.kind === kind && first.get(hitKey(hit)) === hit)
			.map((hit) => ({ hit, rank: distance(hit.title, words) }))
			.sort((a, b) => a.rank - b.rank);
		return { title, best: ranked[0]?.rank ?? 9, hits: ranked.map(({ hit }) => hit) };
	});
	return groups
		.filter((group) => group.hits.length > 0)
		.sort((a, b) => a.best - b.best)
		.map(({ title, hits: found }) => ({ title, hits: found }));
}
