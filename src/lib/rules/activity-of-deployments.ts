import { always, count, word, type ActivityWords } from './activity.ts';

const because: Record<string, string> = {
	push: ' after a push',
	api: ' over the API',
	rollback: ' as a rollback',
	variables: ' to apply changes',
	recovery: ' to return after a crash'
};

const isReturn = (trigger: unknown): trigger is 'rollback' | 'recovery' =>
	trigger === 'rollback' || trigger === 'recovery';

/** What is asked of deployments, and what comes of them. */
export const deploymentWords = {
	'deployment.requested': {
		kind: 'deployments',
		say: ({ number: n, trigger }) =>
			`asked for deployment #${count(n)}${because[word(trigger)] ?? ''}`,
		often: 'asked for deployments',
		leads: 'deployment'
	},
	'deployment.cancelled': {
		kind: 'deployments',
		say: ({ number: n }) => `cancelled deployment #${count(n)}`,
		often: 'cancelled deployments',
		leads: 'deployment'
	},
	'deployment.succeeded': {
		kind: 'deployments',
		say: ({ number: n, trigger }) =>
			`put deployment #${count(n)} live${isReturn(trigger) ? because[trigger] : ''}`,
		often: 'put deployments live',
		leads: 'deployment'
	},
	'deployment.failed': {
		kind: 'deployments',
		say: ({ number: n, cause }) =>
			`could not put deployment #${count(n)} live${word(cause) ? `: ${word(cause)}` : ''}`,
		often: 'could not put deployments live',
		leads: 'deployment'
	},
	'deployment.crashed': {
		kind: 'deployments',
		say: ({ number: n, what, returned }) =>
			`saw #${count(n)} crash${word(what) ? ` (${word(what)})` : ''}${returned ? ' and returned to the release before' : ''}`,
		often: 'saw releases crash',
		leads: 'deployment'
	},
	'service.deploys-resumed': {
		kind: 'deployments',
		...always('resumed deploying on a push'),
		leads: { service: '' }
	}
} satisfies Record<string, ActivityWords>;
