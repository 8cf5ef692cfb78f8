import type { Context } from '../context.ts';
import { listProjects } from '../projects/list-projects.ts';
import { appState, type AppState } from './app-state.ts';

export interface AppListing {
	name: string;
	url: string;
	replicas: number;
	status: AppState;
}

/** All apps that the actor may see, by name. */
export async function listApps(ctx: Context): Promise<AppListing[]> {
	const projects = await listProjects(ctx);
	return projects
		.flatMap(({ services }) => services)
		.map(({ name, url, state, latest, replicas }) => ({
			name,
			url,
			replicas: state === 'live' || state === 'crashing' ? replicas : 0,
			status: appState(state, latest?.state ?? null)
		}))
		.sort((a, b) => (a.name < b.name ? -1 : 1));
}
