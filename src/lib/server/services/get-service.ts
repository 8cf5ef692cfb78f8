import type { ServiceState } from '#prisma/client/enums.ts';
import type { Context } from '../context.ts';
import { toSummary, type DeploymentSummary } from '../deployments/views.ts';
import { maintenanceView, type MaintenanceView } from '../maintenance/maintenance-view.ts';
import { once } from '../once.ts';
import { knownNames } from '../settings/known-names.ts';
import { appHost, httpsUrl } from '../settings/own-names.ts';
import { pendingChanges, type PendingChanges } from '../variables/pending-changes.ts';
import { crashingWorkers, crashView, type CrashingWorker, type CrashView } from './crash-view.ts';
import { findShownService, type ShownService } from './find-service.ts';
import { freezeSettings, shownSettings, type ShownSettings } from './settings.ts';

export interface ServiceView {
	id: string;
	name: string;
	state: ServiceState;
	createdAt: Date;
	project: { id: string; name: string };
	url: string;
	/** Why it is `crashing`; else null. */
	crash: CrashView | null;
	/** Workers that end again and again, and why. */
	crashingWorkers: CrashingWorker[];
	/** In the units of the settings form. */
	settings: ShownSettings & { autoDeploy: boolean; watchPaths: string[] };
	/** null: it never went live. */
	live: {
		releaseId: string;
		deploymentId: string;
		image: string;
		port: number;
		/** The edge serves finished files: no container runs. */
		isSite: boolean;
		since: Date;
	} | null;
	latest: DeploymentSummary | null;
	/** Set while pushes wait: number of the deployment that a person rolled back to. */
	rolledBackTo: number | null;
	/** Visitors read a page; null: the app answers. */
	maintenance: MaintenanceView | null;
	/** "Changed, not applied"; null when all is applied or nothing is live. */
	pending: PendingChanges | null;
}

/** A service with its settings and what is live. Errors: not_found. */
export function getService(
	ctx: Context,
	{ serviceId }: { serviceId: string }
): Promise<ServiceView> {
	return once(ctx, `view of ${serviceId}`, async () =>
		view(ctx, await findShownService(ctx, { serviceId, permission: 'projects:see' }))
	);
}

async function view(ctx: Context, service: ShownService): Promise<ServiceView> {
	const [names, pending] = await Promise.all([
		knownNames(ctx.db, ctx.env),
		pendingChanges(ctx, service)
	]);
	const {
		liveRelease: live,
		deployments: [latest]
	} = service;
	return {
		id: service.id,
		name: service.name,
		state: service.state,
		createdAt: service.createdAt,
		project: service.project,
		crash: await crashView(ctx, service),
		crashingWorkers: crashingWorkers(service),
		url: httpsUrl(appHost(service.name, names), names),
		settings: {
			...shownSettings(freezeSettings(service)),
			autoDeploy: service.autoDeploy,
			watchPaths: service.watchPaths
		},
		live: live && {
			releaseId: live.id,
			deploymentId: live.deploymentId,
			image: live.image,
			port: live.port,
			isSite: live.files !== null,
			since: live.createdAt
		},
		latest: latest ? toSummary({ ...latest, service }) : null,
		rolledBackTo: service.rolledBackTo,
		maintenance: maintenanceView(service),
		pending
	};
}
