/** What can be done to a service from the search. */
export const verbs = ['deploy', 'restart'] as const;
export type Verb = (typeof verbs)[number];

/** The pages of a service, as they are typed and as they are in the address. */
export const serviceTabs = [
	'deployments',
	'logs',
	'variables',
	'domains',
	'processes',
	'volumes',
	'webhook',
	'settings'
] as const;
export type ServiceTab = (typeof serviceTabs)[number];

/** What a person is looking for. */
export interface SearchQuery {
	/** In lower case; what is found holds all of them. */
	words: string[];
	/** The words besides the verb or the tab: they name the service. */
	names: string[];
	verb: Verb | null;
	tab: ServiceTab | null;
	/** "#12": the number of a deployment. */
	number: number | null;
	/** The first digits of a commit, when it may be one. */
	commit: string | null;
}

const longest = 100;

/** "deploy shop", "shop logs", "#12", "4f1c2a9" → what is meant. Pure; any text is a query. */
export function readQuery(text: string): SearchQuery {
	const words = text.slice(0, longest).toLowerCase().split(/\s+/).filter(Boolean);
	const number = words.map((word) => /^#(\d{1,9})$/.exec(word)?.[1]).find(Boolean);
	const plain = words.filter((word) => !word.startsWith('#'));
	const first = plain[0] ?? '';
	const last = plain.at(-1) ?? '';
	const verb = verbs.find((word) => word === first) ?? null;
	const tab =
		!verb && plain.length > 1 && last.length > 2
			? (serviceTabs.find((name) => name.startsWith(last)) ?? null)
			: null;
	return {
		words,
		names: verb ? plain.slice(1) : tab ? plain.slice(0, -1) : plain,
		verb,
		tab,
		number: number === undefined ? null : Number(number),
		commit: words.length === 1 && /^[0-9a-f]{4,40}$/.test(first) ? first : null
	};
}
