export type DeploymentStateName =
	'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'superseded';

const next: Record<DeploymentStateName, readonly DeploymentStateName[]> = {
	queued: ['running', 'failed', 'cancelled', 'superseded'],
	running: ['succeeded', 'failed', 'cancelled', 'superseded'],
	succeeded: [],
	failed: [],
	cancelled: [],
	superseded: []
};

/** Nothing follows a final state. */
export function isFinalState(state: DeploymentStateName): boolean {
	return next[state].length === 0;
}

export function canBecome(from: DeploymentStateName, to: DeploymentStateName): boolean {
	return next[from].includes(to);
}
