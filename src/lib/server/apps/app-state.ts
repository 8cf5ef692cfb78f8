import type { DeploymentState, ServiceState } from '#prisma/client/enums.ts';

export type AppState = 'running' | 'crashing' | 'deploying' | 'stopped' | 'failed' | 'idle';

/** One word for what an app is doing, as the deploy API says it. */
export function appState(service: ServiceState, latest: DeploymentState | null): AppState {
	if (latest === 'queued' || latest === 'running') return 'deploying';
	if (service === 'live') return 'running';
	if (service === 'crashing') return 'crashing';
	if (service === 'stopped') return 'stopped';
	return latest === 'failed' ? 'failed' : 'idle';
}
