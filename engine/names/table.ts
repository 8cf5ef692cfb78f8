import type { Id, Target } from '../spec.ts';
import { pathFor } from './host-paths.ts';
import type { NameEntry, NameSnapshot, NameState } from './port.ts';

/** What is known of a host; `certificate` says whether HTTPS may be offered for it. */
export interface Answer {
	state: NameState | 'unknown';
	targets: readonly Target[];
	/** Release folders to serve instead: the live one and the one before it. */
	site: Site | null;
	certificate: boolean;
	/** Whether the authority may be asked for it. */
	mayAsk: boolean;
	/** The host that visitors are sent to instead; then there are neither targets nor a site. */
	redirect: string | null;
	/** The name in the table that it was found by: the host itself, or the wildcard above it. */
	claim: string | null;
	/** Each request is decided on by itself, at the gate, before the app is asked. */
	isGated: boolean;
}

/** Who answers a request: the service, with what is known of it. */
export interface Passage {
	service: Id;
	entry: NameEntry;
	/** What it has to show. */
	state: Answer['state'];
	/** What the path begins with that the service is asked without. */
	strip: string | null;
}

export interface Site {
	live: string;
	before: string | null;
}

const unknown: Answer = {
	state: 'unknown',
	targets: [],
	site: null,
	certificate: false,
	mayAsk: false,
	redirect: null,
	claim: null,
	isGated: false
};

/** What a service has before anything is known of it. */
export const emptyEntry: NameEntry = { hosts: [], state: 'starting', targets: [] };

/** All entries by service, and the answer for each host. Pure: no I/O, no clock. */
export class NameTable {
	#entries = new Map<Id, NameEntry>();
	/** Services that claim a host; the last one answers. More than one only while a host moves. */
	#claims = new Map<string, Id[]>();

	constructor(snapshot: NameSnapshot = {}) {
		for (const [service, entry] of Object.entries(snapshot)) this.put(service, entry);
	}

	get size(): number {
		return this.#entries.size;
	}

	entry(service: Id): NameEntry | null {
		return this.#entries.get(service) ?? null;
	}

	/** Hosts are matched without regard to case. */
	resolve(host: string): Answer {
		const name = host.toLowerCase();
		return this.#answer(name) ?? this.#answer(wildcardOf(name)) ?? unknown;
	}

	/**
	 * Who answers a request to a host; null: nobody. Without a `path` its owner does, whatever its paths lead to.
	 */
	passage(host: string, path: string | null): Passage | null {
		const { claim } = this.resolve(host);
		const owner = this.#owner(claim);
		if (owner === undefined) return null;
		const known = this.#entries.get(owner)?.hosts.find((one) => one.host === claim);
		const there = (known?.paths ?? []).filter(({ service }) => this.#entries.has(service));
		const part = path === null ? null : pathFor(path, there);
		const service = part?.service ?? owner;
		const entry = this.#entries.get(service);
		if (!entry) return null;
		const { state } = contentOf(entry);
		return { service, entry, state, strip: part?.strip ? part.path : null };
	}

	/** What a service answers with, whichever way it is reached. */
	serving(service: Id): Answer {
		const entry = this.#entries.get(service);
		return entry ? { ...unknown, ...contentOf(entry) } : unknown;
	}

	#owner(claim: string | null): Id | undefined {
		return claim === null ? undefined : this.#claims.get(claim)?.at(-1);
	}

	#answer(claim: string | null): Answer | null {
		const service = this.#owner(claim);
		const entry = service === undefined ? undefined : this.#entries.get(service);
		if (!entry) return null;
		const known = entry.hosts.find(({ host }) => host === claim);
		const redirect = this.#destination(known?.redirect);
		const certificate = known?.certificate ?? false;
		const mayAsk = certificate && known?.own !== true;
		const shared = { certificate, mayAsk, redirect, claim };
		if (redirect !== null) {
			return { state: entry.state, targets: [], site: null, isGated: false, ...shared };
		}
		const isDivided = (known?.paths ?? []).length > 0;
		return { ...contentOf(entry), isGated: isDivided || isGuarded(entry), ...shared };
	}

	/** Where a redirect leads; null while a browser would be refused there. */
	#destination(host: string | undefined): string | null {
		const owner = this.#owner(host ?? null);
		const entry = owner === undefined ? undefined : this.#entries.get(owner);
		const isReady = entry?.hosts.some((known) => known.host === host && known.certificate);
		return host !== undefined && isReady ? host : null;
	}

	snapshot(): NameSnapshot {
		return Object.fromEntries(this.#entries);
	}

	/** null removes the entry. */
	put(service: Id, entry: NameEntry | null): void {
		for (const { host } of this.#entries.get(service)?.hosts ?? []) {
			const others = this.#claims.get(host)?.filter((id) => id !== service) ?? [];
			if (others.length > 0) this.#claims.set(host, others);
			else this.#claims.delete(host);
		}
		if (!entry) {
			this.#entries.delete(service);
			return;
		}
		this.#entries.set(service, entry);
		for (const { host } of entry.hosts) {
			const others = this.#claims.get(host)?.filter((id) => id !== service) ?? [];
			this.#claims.set(host, [...others, service]);
		}
	}
}

/** The wildcard that stands for a name; null when its first label is none. */
export function wildcardOf(name: string): string | null {
	const [, above] = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(\..+)$/.exec(name) ?? [];
	return above === undefined ? null : `*${above}`;
}

/** What there is to show: containers, or a site of files. */
function contentOf(entry: NameEntry): Pick<Answer, 'state' | 'targets' | 'site'> {
	if (entry.state !== 'live') return { state: entry.state, targets: [], site: null };
	const site = entry.targets.length === 0 ? siteOf(entry) : null;
	// A live entry without targets or files has nothing to show yet.
	const state = entry.targets.length === 0 && !site ? 'starting' : 'live';
	return { state, targets: entry.targets, site };
}

const isGuarded = ({ maintenance, guests = [] }: NameEntry) =>
	Boolean(maintenance) || guests.length > 0;

function siteOf({ files, filesBefore }: NameEntry): Site | null {
	return files ? { live: files, before: filesBefore ?? null } : null;
}
