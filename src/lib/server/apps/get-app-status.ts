import type { Context } from '../context.ts';
import { appHost, httpsUrl, loadOwnNames } from '../settings/own-names.ts';
import { appState, replicas, type AppState } from './app-state.ts';
import { findApp } from './find-app.ts';

export interface AppStatus {
	name: string;
	status: AppState;
	replicas: { desired: number; running: number };
	/** Names of the machines it runs on. */
	nodes: string[];
	url: string;
}

/** Errors: app_not_found. */
export async function getAppStatus(ctx: Context, { name }: { name: string }): Promise<AppStatus> {
	const service = await findApp(ctx, { name, permission: 'projects:see' });
	const [names, latest, beats] = await Promise.all([
		loadOwnNames(ctx.db, ctx.env),
		ctx.db.deployment.findFirst({
			where: { serviceId: service.id },
			orderBy: { number: 'desc' },
			select: { state: true }
		}),
		ctx.db.workerBeat.findMany({ orderBy: { beatAt: 'desc' }, take: 1, select: { host: true } })
	]);
	const copies = replicas(service.state);
	return {
		name,
		status: appState(service.state, latest?.state ?? null),
		replicas: copies,
		nodes: copies.running > 0 ? beats.map(({ host }) => host) : [],
		url: httpsUrl(appHost(name, names), names)
	};
}
