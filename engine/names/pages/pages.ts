import type { Maintenance, NameState } from '../port.ts';
import type { Page } from './page.ts';

const starting: Page = {
	status: 503,
	title: 'Being deployed',
	text: 'This site is being deployed. The page looks again by itself.',
	refresh: 2
};

/** What a host shows that has no app to show. */
export const statePages: Record<NameState | 'unknown', Page> = {
	unknown: {
		status: 404,
		title: 'No site here',
		text: 'No site answers under this name. Check the address, or attach the domain to a service.',
		refresh: null
	},
	starting,
	// Caddy chose this server a moment ago, when the app was not there yet.
	live: { ...starting, refresh: 1 },
	stopped: {
		status: 503,
		title: 'Stopped',
		text: 'This site has been stopped by its owner.',
		refresh: null
	}
};

/** Caddy asks for it when the app did not take the request. */
export const failedPage: Page = {
	status: 502,
	title: 'Not answering',
	text: 'This site does not answer at the moment. Please try again in a little while.',
	refresh: null
};

/** The page looks again by itself, not so often that all waiting visitors are felt. */
const maintenanceRefresh = 30;

export function maintenancePage({ message }: Maintenance): Page {
	return {
		status: 503,
		title: 'Back in a little while',
		text: message ?? 'This site is being worked on. The page looks again by itself.',
		refresh: maintenanceRefresh
	};
}

/** Of a site that asks for a password, as long as there is only HTTP. */
export const uncertifiedPage: Page = {
	status: 503,
	title: 'Waiting for its certificate',
	text: 'This site asks for a password, which is only taken over HTTPS. Its certificate is not here yet.',
	refresh: 30
};

/** Shown when somebody gives up signing in; the browser asks before. */
export const strangerPage: Page = {
	status: 401,
	title: 'For guests only',
	text: 'This site asks for a name and a password. Reload the page to try again.',
	refresh: null
};

export const tooManyTriesPage: Page = {
	status: 429,
	title: 'Too many tries',
	text: 'Names and passwords were tried too often. Please wait a minute, then reload the page.',
	refresh: null
};
