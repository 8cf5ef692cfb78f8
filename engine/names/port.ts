import type { Id, Target } from '../spec.ts';
import type { ReachProof } from './reach.ts';

/** What a host shows: its app, or one of the inner pages. */
export type NameState = 'live' | 'starting' | 'stopped';

/** A part of a host that another service answers for. */
export interface HostPath {
	/** Such as `/api`: it means itself and all below it. Of several that fit the longest counts. */
	path: string;
	service: Id;
	/** The service is asked without it. */
	strip: boolean;
}

export interface HostName {
	/** Lower case ASCII host name; `*.example.com` stands for all names directly below that no entry has. */
	host: string;
	/** May a certificate be asked for? Only once its DNS was seen pointing here, or under the base domain. */
	certificate: boolean;
	/** Its owner brought the certificate: none is asked for. */
	own?: boolean;
	/** Visitors are sent to this host instead, once it may have a certificate. */
	redirect?: string;
	/** Not of a host that redirects. */
	paths?: HostPath[];
}

/** The service's visitors read a page instead of being answered. */
export interface Maintenance {
	/** Plain text by its owner; null: our words alone. */
	message: string | null;
}

/** Whom a closed service lets in. */
export interface Guest {
	name: string;
	/** Of the password: gate/guest-password.ts. */
	hash: string;
}

export interface NameEntry {
	hosts: HostName[];
	state: NameState;
	/** Containers that answer. */
	targets: Target[];
	/** Without targets: the release folder (`<service>/<release>`) that the edge serves by itself. */
	files?: string | null;
	/** The release folder that was live before, for pages that were opened before the switch. */
	filesBefore?: string | null;
	/** Without it visitors are answered. Deployments go on and are proved all the same. */
	maintenance?: Maintenance | null;
	/** With any, a visitor must prove to be one of them. */
	guests?: Guest[];
}

export type NameSnapshot = Record<Id, NameEntry>;

/**
 * Client of the names process. Every change is acknowledged only after the process answers with it and
 * its file was replaced. Keys are service ids; the panel itself is the entry `panel`.
 */
export interface Names {
	/** Changes the given parts of one entry, makes it when missing (state `starting`, no hosts, no targets). */
	update(service: Id, change: Partial<NameEntry>): Promise<void>;
	remove(service: Id): Promise<void>;
	/** null when there is no entry of that service. */
	find(service: Id): Promise<NameEntry | null>;
	snapshot(): Promise<NameSnapshot>;
	/** Replaces everything: the reconciler's repair. */
	replace(snapshot: NameSnapshot): Promise<void>;
	/** Makes a question that only the edge of this process can answer, to be asked from outside. */
	proveReach(): Promise<ReachProof>;
	/**
	 * Resolves when the process that answers now has ended: the next one may have lost its file. Rejects when
	 * `signal` aborts. Errors: names_unreachable.
	 */
	untilGone(options: { signal: AbortSignal }): Promise<void>;
}
