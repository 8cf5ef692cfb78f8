export type DeploymentStateName =
	'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'superseded';

const final = new Set<DeploymentStateName>(['succeeded', 'failed', 'cancelled', 'superseded']);

/** Nothing follows a final state. */
export function isFinalState(state: DeploymentStateName): boolean {
	return final.has(state);
}
