export const deploymentStates = [
	'queued',
	'running',
	'succeeded',
	'failed',
	'cancelled',
	'superseded'
] as const;
export type DeploymentStateName = (typeof deploymentStates)[number];

const final = new Set<DeploymentStateName>(['succeeded', 'failed', 'cancelled', 'superseded']);

/** Nothing follows a final state. */
export function isFinalState(state: DeploymentStateName): boolean {
	return final.has(state);
}
