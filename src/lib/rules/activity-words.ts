import { always, count, word, type ActivityFacts, type ActivityWords } from './activity.ts';
import { after, projectWords } from './activity-of-projects.ts';

const settings = (what: string, path = '/settings') =>
	({ kind: 'installation', ...always(`changed ${what}`), leads: { path } }) as const;

function cleaned({ freedBytes, reason }: ActivityFacts): string {
	const megabytes = Math.round(count(freedBytes) / 1_000_000);
	const why = reason === 'disk-low' ? ' because the disk was nearly full' : '';
	return `cleaned up${why}: ${megabytes} MB freed`;
}

/** Every action that is written down, in words: one that is not in here does not type-check. */
export const activityWords = {
	...projectWords,
	'installation.claimed': {
		kind: 'installation',
		...always('set this installation up'),
		leads: { path: '/settings' }
	},
	'settings.domains-changed': settings('the base or panel domain'),
	'settings.builds-changed': settings('the limits of builds'),
	'settings.clean-up-changed': settings('what a clean-up keeps', '/settings/clean-up'),
	'settings.requests-changed': settings('what is logged of visitors', '/settings/metrics'),
	'settings.thresholds-changed': {
		...settings('the thresholds of the server', '/settings/server'),
		say: ({ chosen }) => `changed the thresholds of the server${after(chosen)}`
	},
	'settings.metrics-opened': {
		kind: 'installation',
		...always('made a token for Prometheus'),
		leads: { path: '/settings/metrics' }
	},
	'settings.metrics-closed': {
		kind: 'installation',
		...always('closed the metrics to Prometheus'),
		leads: { path: '/settings/metrics' }
	},
	'clean-up.requested': {
		kind: 'installation',
		...always('asked for a clean-up'),
		leads: { path: '/settings/clean-up' }
	},
	'clean-up.finished': {
		kind: 'installation',
		say: cleaned,
		often: 'cleaned up',
		leads: { path: '/settings/clean-up' }
	},
	'token.created': {
		kind: 'accounts',
		say: ({ name }) => `made the token ${word(name)}`,
		often: 'made tokens',
		leads: { path: '/settings' }
	},
	'token.revoked': {
		kind: 'accounts',
		say: ({ name }) => `revoked the token ${word(name)}`,
		often: 'revoked tokens',
		leads: { path: '/settings' }
	},
	'password.changed': {
		kind: 'accounts',
		...always('changed the password'),
		leads: { path: '/settings' }
	},
	'session.created': { kind: 'accounts', ...always('signed in'), leads: { path: '/settings' } },
	'session.ended': { kind: 'accounts', ...always('signed out'), leads: { path: '/settings' } },
	'session.refused': {
		kind: 'accounts',
		...always('gave a wrong e-mail address or password'),
		leads: { path: '/settings' },
		nobody: 'Somebody'
	}
} satisfies Record<string, ActivityWords>;

/** noun.verb */
export type ActivityAction = keyof typeof activityWords;

const table: Partial<Record<string, ActivityWords>> = activityWords;

/** An action in words; one of another version is shown by its name. */
export function wordsOf(action: string): ActivityWords {
	return table[action] ?? { kind: 'installation', ...always(action), leads: { path: '/activity' } };
}
