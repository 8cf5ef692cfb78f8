import type { DeploymentState, ServiceState } from '#prisma/client/enums.ts';

export type AppState = 'running' | 'deploying' | 'stopped' | 'failed' | 'idle';

/** One word for what an app is doing, as the deploy API says it. */
export function appState(service: ServiceState, latest: DeploymentState | null): AppState {
	if (latest === 'queued' || latest === 'running') return 'deploying';
	if (service === 'live') return 'running';
	if (service === 'stopped') return 'stopped';
	return latest === 'failed' ? 'failed' : 'idle';
}

/** Copies of an app: wanted ones, and those that exist as far as is known. */
export function replicas(state: ServiceState): { desired: number; running: number } {
	const count = state === 'live' ? 1 : 0;
	return { desired: count, running: count };
}
