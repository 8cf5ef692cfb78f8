import { always, count, word, type ActivityFacts, type ActivityWords } from './activity.ts';
import { deploymentWords } from './activity-of-deployments.ts';

const mostNamed = 4;

/** "A, B and 3 more"; empty for an empty list. */
function listed(value: unknown): string {
	const names = Array.isArray(value) ? value.map(String) : [];
	const more = names.length - mostNamed;
	const shown = names.slice(0, mostNamed).join(', ');
	return more > 0 ? `${shown} and ${more} more` : shown;
}

/** ": A, B and 3 more"; nothing for nothing. */
export function after(value: unknown): string {
	const list = listed(value);
	return list ? `: ${list}` : '';
}

/** "A added; B removed", after a colon; nothing for nothing. */
function keys({ added, changed, removed }: ActivityFacts): string {
	const parts = Object.entries({ added, changed, removed }).flatMap(([what, names]) => {
		const list = listed(names);
		return list ? [`${list} ${what}`] : [];
	});
	return parts.length > 0 ? `: ${parts.join('; ')}` : '';
}

/** What is done to projects and what is in them. */
export const projectWords = {
	...deploymentWords,
	'project.created': {
		kind: 'projects',
		say: ({ name }) => `created the project ${word(name)}`,
		often: 'created projects',
		leads: { project: '' }
	},
	'project.renamed': {
		kind: 'projects',
		say: ({ from, to }) => `renamed the project ${word(from)} to ${word(to)}`,
		often: 'renamed the project',
		leads: { project: '' }
	},
	'project.deleted': {
		kind: 'projects',
		say: ({ name }) => `deleted the project ${word(name)}`,
		often: 'deleted projects',
		leads: { path: '/projects' }
	},
	'service.created': {
		kind: 'projects',
		say: ({ name }) => `created the service ${word(name)}`,
		often: 'created services',
		leads: { service: '' }
	},
	'service.changed': {
		kind: 'projects',
		say: ({ changed }) => `changed settings${after(changed)}`,
		often: 'changed settings',
		leads: { service: 'settings' }
	},
	'service.thresholds-changed': {
		kind: 'projects',
		say: ({ chosen }) => `changed thresholds${after(chosen)}`,
		often: 'changed thresholds',
		leads: { service: 'metrics' }
	},
	'service.stopped': {
		kind: 'projects',
		...always('stopped the service'),
		leads: { service: '' }
	},
	'service.deleted': {
		kind: 'projects',
		say: ({ name }) => `deleted the service ${word(name)}`,
		often: 'deleted services',
		leads: { project: '' }
	},
	'process.added': {
		kind: 'projects',
		say: ({ name, kind }) => `added the ${word(kind)} process ${word(name)}`,
		often: 'added processes',
		leads: { service: 'processes' }
	},
	'process.changed': {
		kind: 'projects',
		say: ({ name, changed }) => `changed ${listed(changed)} of the process ${word(name)}`,
		often: 'changed processes',
		leads: { service: 'processes' }
	},
	'process.removed': {
		kind: 'projects',
		say: ({ name, kind }) => `removed the ${word(kind)} process ${word(name)}`,
		often: 'removed processes',
		leads: { service: 'processes' }
	},
	'process.run': {
		kind: 'projects',
		say: ({ name }) => `ran ${word(name)} by hand`,
		often: 'ran processes by hand',
		leads: { service: 'processes' }
	},
	'volume.added': {
		kind: 'projects',
		say: ({ name, path }) => `added the volume ${word(name)} at ${word(path)}`,
		often: 'added volumes',
		leads: { service: 'volumes' }
	},
	'volume.removed': {
		kind: 'projects',
		say: ({ name }) => `removed the volume ${word(name)} and its data`,
		often: 'removed volumes',
		leads: { service: 'volumes' }
	},
	'variables.saved': {
		kind: 'variables',
		say: (facts) => `saved variables${keys(facts)}`,
		often: 'saved variables',
		leads: { service: 'variables/history' }
	},
	'variables.undone': {
		kind: 'variables',
		say: (facts) => `undid a change of variables${keys(facts)}`,
		often: 'undid changes of variables',
		leads: { service: 'variables/history' }
	},
	'variables.revealed': {
		kind: 'variables',
		say: ({ keys: shown }) => `looked at earlier values of ${listed(shown)}`,
		often: 'looked at earlier values',
		leads: { service: 'variables/history' }
	},
	'shared-variables.saved': {
		kind: 'variables',
		say: (facts) => `saved shared variables${keys(facts)}`,
		often: 'saved shared variables',
		leads: { project: 'variables/history' }
	},
	'shared-variables.undone': {
		kind: 'variables',
		say: (facts) => `undid a change of shared variables${keys(facts)}`,
		often: 'undid changes of shared variables',
		leads: { project: 'variables/history' }
	},
	'domain.added': {
		kind: 'domains',
		say: ({ host }) => `added the domain ${word(host)}`,
		often: 'added domains',
		leads: { service: 'domains' }
	},
	'domain.redirected': {
		kind: 'domains',
		say: ({ host, redirectTo }) =>
			redirectTo
				? `redirected the domain ${word(host)} to ${word(redirectTo)}`
				: `ended the redirect of the domain ${word(host)}`,
		often: 'redirected domains',
		leads: { service: 'domains' }
	},
	'domain.checked': {
		kind: 'domains',
		say: ({ host }) => `had the domain ${word(host)} checked`,
		often: 'had domains checked',
		leads: { service: 'domains' }
	},
	'domain.removed': {
		kind: 'domains',
		say: ({ host }) => `removed the domain ${word(host)}`,
		often: 'removed domains',
		leads: { service: 'domains' }
	},
	'maintenance.began': {
		kind: 'domains',
		...always('switched maintenance on'),
		leads: { service: 'domains' }
	},
	'maintenance.reworded': {
		kind: 'domains',
		...always('changed what visitors read in maintenance'),
		leads: { service: 'domains' }
	},
	'maintenance.ended': {
		kind: 'domains',
		...always('switched maintenance off'),
		leads: { service: 'domains' }
	},
	'certificate.brought': {
		kind: 'domains',
		say: ({ host }) => `brought a certificate for ${word(host)}`,
		often: 'brought certificates',
		leads: { service: 'domains' }
	},
	'certificate.removed': {
		kind: 'domains',
		say: ({ host }) => `removed the own certificate of ${word(host)}`,
		often: 'removed own certificates',
		leads: { service: 'domains' }
	},
	'path.added': {
		kind: 'domains',
		say: ({ host, path, app }) => `led ${word(host)}${word(path)} to ${word(app)}`,
		often: 'led paths to services',
		leads: { service: 'domains' }
	},
	'path.removed': {
		kind: 'domains',
		say: ({ host, path }) => `gave ${word(host)}${word(path)} back to the domain’s own service`,
		often: 'removed paths',
		leads: { service: 'domains' }
	},
	'guest.added': {
		kind: 'domains',
		say: ({ name }) => `let the guest ${word(name)} in`,
		often: 'let guests in',
		leads: { service: 'domains' }
	},
	'guest.changed': {
		kind: 'domains',
		say: ({ name }) => `gave the guest ${word(name)} a new password`,
		often: 'gave guests new passwords',
		leads: { service: 'domains' }
	},
	'guest.removed': {
		kind: 'domains',
		say: ({ name }) => `let the guest ${word(name)} in no more`,
		often: 'removed guests',
		leads: { service: 'domains' }
	},
	'webhook.replayed': {
		kind: 'webhooks',
		say: ({ event }) => `replayed a delivery (${word(event)})`,
		often: 'replayed deliveries',
		leads: { service: 'webhook' }
	},
	'webhook.looked': {
		kind: 'webhooks',
		...always('had the branch looked at'),
		leads: { service: 'webhook' }
	},
	'webhook.secret-rotated': {
		kind: 'webhooks',
		...always('made a new webhook secret'),
		leads: { service: 'webhook' }
	},
	'webhook.foreign-repository': {
		kind: 'webhooks',
		say: ({ reason }) => `refused a delivery: ${word(reason)}`,
		often: 'refused deliveries of other repositories',
		leads: { service: 'webhook' }
	},
	'channel.created': {
		kind: 'notifications',
		say: ({ name }) => `added the channel ${word(name)}`,
		often: 'added channels',
		leads: { project: 'notifications' }
	},
	'channel.changed': {
		kind: 'notifications',
		say: ({ name }) => `changed the channel ${word(name)}`,
		often: 'changed channels',
		leads: { project: 'notifications' }
	},
	'channel.removed': {
		kind: 'notifications',
		say: ({ name }) => `removed the channel ${word(name)}`,
		often: 'removed channels',
		leads: { project: 'notifications' }
	},
	'channel.tested': {
		kind: 'notifications',
		say: ({ name }) => `sent a test to the channel ${word(name)}`,
		often: 'tested channels',
		leads: { project: 'notifications' }
	},
	'terminal.opened': {
		kind: 'terminals',
		say: ({ container }) => `opened a terminal in ${word(container)}`,
		often: 'opened terminals',
		leads: { service: 'terminal' }
	},
	'terminal.closed': {
		kind: 'terminals',
		say: ({ container, seconds }) =>
			`closed the terminal in ${word(container)} after ${count(seconds)} s`,
		often: 'closed terminals',
		leads: { service: 'terminal' }
	}
} satisfies Record<string, ActivityWords>;
