import { frozenSettings } from '#lib/schemas/frozen-settings.ts';
import type { FoundService } from '../services/find-service.ts';
import type { Context } from '../context.ts';
import { knownNames } from '../settings/known-names.ts';
import { appHost, httpsUrl } from '../settings/own-names.ts';
import { appState, type AppState } from './app-state.ts';
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
	const [copies, names, latest, beats] = await Promise.all([
		replicasOf(ctx, service),
		knownNames(ctx.db, ctx.env),
		ctx.db.deployment.findFirst({
			where: { serviceId: service.id },
			orderBy: { number: 'desc' },
			select: { state: true }
		}),
		ctx.db.workerBeat.findMany({ orderBy: { beatAt: 'desc' }, take: 1, select: { host: true } })
	]);
	return {
		name,
		status: appState(service.state, latest?.state ?? null),
		replicas: copies,
		nodes: copies.running > 0 ? beats.map(({ host }) => host) : [],
		url: httpsUrl(appHost(name, names), names)
	};
}

const replicasDeadline = 2_000;

/** What the live release shall have, and what the engine says there is; while nobody says, what shall be. */
async function replicasOf(ctx: Context, service: FoundService): Promise<AppStatus['replicas']> {
	const { id: serviceId, state, liveRelease } = service;
	if (!liveRelease || (state !== 'live' && state !== 'crashing')) return { desired: 0, running: 0 };
	const desired = frozenSettings.parse(liveRelease.settings).run.replicas;
	// The edge itself answers for files.
	if (liveRelease.files !== null) return { desired, running: desired };
	const signal = AbortSignal.timeout(replicasDeadline);
	const { running } = await ctx.live
		.replicas({ serviceId }, { signal })
		.catch(() => ({ running: desired }));
	return { desired, running };
}
