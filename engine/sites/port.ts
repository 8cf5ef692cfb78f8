import type { Readable } from 'node:stream';
import type { Id } from '../spec.ts';

/** How finished files are served, beside what holds for all sites (caddy/sites-server.ts). */
export interface SiteRules {
	/** Shown for paths that are no files; null: 404. */
	fallback: string | null;
	/** Which paths change their name with their content, so that browsers may keep them: a regular expression. */
	hashed: string | null;
}

export interface SiteContent {
	/** Tar of the files. */
	tar: Readable;
	/** Folder in it that is the site; '' is all of it. */
	folder: string;
	rules: SiteRules;
	/** Called once the tar has been read or given up. */
	close?: () => Promise<void>;
}

export interface SiteSource {
	/** Called when everything is ready to read it, and not at all when the release is there. */
	open: () => Promise<SiteContent>;
	signal: AbortSignal;
}

export interface PublishedSite {
	files: number;
	bytes: number;
	/** Is there a page for `/`? */
	hasIndex: boolean;
	/** For people: what was left out, and why. */
	notices: string[];
}

/**
 * Releases of finished files, each in a folder `<service>/<release>` that the edge serves. A folder is
 * there whole or not at all, and never changes.
 */
export interface Sites {
	/** null when there is none. */
	find(folder: string): Promise<PublishedSite | null>;
	/**
	 * Writes a release; an existing one is left as it is. Hidden files, and links that lead out of the
	 * site, are left out. Errors: site_empty, site_too_large, site_unreadable.
	 */
	publish(folder: string, source: SiteSource): Promise<PublishedSite>;
	/** All folders of a service, or of all of them. */
	list(service?: Id): Promise<string[]>;
	/** Safe when it is gone. Who is reading a file of it reads on. */
	remove(folder: string): Promise<void>;
	/** Removes all that a service has. */
	removeAll(service: Id): Promise<void>;
}

export const noRules: SiteRules = { fallback: null, hashed: null };
