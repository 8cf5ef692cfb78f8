import { everything } from '#lib/rules/access-filter.ts';
import { removeApp } from '../apps/remove-app.ts';
import { findApp } from '../apps/find-app.ts';
import { findAppDomain } from '../apps/find-app-domain.ts';
import { findAppProcess } from '../apps/find-app-process.ts';
import { findAppVolume } from '../apps/find-app-volume.ts';
import { getAppLogs } from '../apps/get-app-logs.ts';
import { getAppStatus } from '../apps/get-app-status.ts';
import { listAppDomains } from '../apps/list-app-domains.ts';
import { listAppProcesses } from '../apps/list-app-processes.ts';
import { listAppVolumes } from '../apps/list-app-volumes.ts';
import type { Context } from '../context.ts';
import { cancelDeployment } from '../deployments/cancel-deployment.ts';
import { getDeployment } from '../deployments/get-deployment.ts';
import { requestDeployment } from '../deployments/request-deployment.ts';
import { resumeDeploys } from '../deployments/resume-deploys.ts';
import { rollback } from '../deployments/rollback.ts';
import { undoRollback } from '../deployments/undo-rollback.ts';
import { bringCertificate } from '../certificates/bring-certificate.ts';
import { removeCertificate } from '../certificates/remove-certificate.ts';
import { addDomain } from '../domains/add-domain.ts';
import { checkDomain } from '../domains/check-domain.ts';
import { listDomains } from '../domains/list-domains.ts';
import { readReach } from '../domains/read-reach.ts';
import { redirectDomain } from '../domains/redirect-domain.ts';
import { removeDomain } from '../domains/remove-domain.ts';
import { createRecall } from '../event-recall.ts';
import type { Events } from '../events.ts';
import { listGuests } from '../guests/list-guests.ts';
import { removeGuest } from '../guests/remove-guest.ts';
import { saveGuest } from '../guests/save-guest.ts';
import { beginMaintenance } from '../maintenance/begin-maintenance.ts';
import { endMaintenance } from '../maintenance/end-maintenance.ts';
import { changeThresholds } from '../metrics/change-thresholds.ts';
import { getThresholds } from '../metrics/get-thresholds.ts';
import { getServiceMetrics } from '../metrics/get-service-metrics.ts';
import { createChannel } from '../notifications/create-channel.ts';
import { findChannel } from '../notifications/find-channel.ts';
import { getChannel, listChannels } from '../notifications/list-channels.ts';
import { removeChannel } from '../notifications/remove-channel.ts';
import { testChannel } from '../notifications/test-channel.ts';
import { updateChannel } from '../notifications/update-channel.ts';
import { listRequests } from '../requests/list-requests.ts';
import { addPath } from '../paths/add-path.ts';
import { listNeighbours } from '../paths/list-neighbours.ts';
import { removePath } from '../paths/remove-path.ts';
import { deleteProject } from '../projects/delete-project.ts';
import { getProject } from '../projects/get-project.ts';
import { renameProject } from '../projects/rename-project.ts';
import { addCron, addWorker } from '../processes/add-process.ts';
import { listProcesses } from '../processes/list-processes.ts';
import { removeProcess } from '../processes/remove-process.ts';
import { runProcess } from '../processes/run-process.ts';
import { updateProcess } from '../processes/update-process.ts';
import { createService } from '../services/create-service.ts';
import { deleteService } from '../services/delete-service.ts';
import { getService } from '../services/get-service.ts';
import { latestPlan } from '../services/latest-plan.ts';
import { stopService } from '../services/stop-service.ts';
import { updateService } from '../services/update-service.ts';
import { checkTerminal } from '../terminal/check-terminal.ts';
import { listContainers } from '../terminal/list-containers.ts';
import { revokeToken } from '../tokens/revoke-token.ts';
import { addVolume } from '../volumes/add-volume.ts';
import { listProjectVolumes } from '../volumes/list-project-volumes.ts';
import { listVolumes } from '../volumes/list-volumes.ts';
import { removeVolume } from '../volumes/remove-volume.ts';
import { editVariables } from '../variables/edit-variables.ts';
import { importDotenv } from '../variables/import-dotenv.ts';
import { listRevisions } from '../variables/list-revisions.ts';
import { listVariables } from '../variables/list-variables.ts';
import { resolveConflict } from '../variables/resolve-conflict.ts';
import { revealRevision } from '../variables/reveal-revision.ts';
import { saveSharedVariables } from '../variables/save-shared-variables.ts';
import { saveVariables } from '../variables/save-variables.ts';
import { suggestVariables } from '../variables/suggest-variables.ts';
import { undoRevision } from '../variables/undo-revision.ts';
import { getDelivery } from '../webhooks/get-delivery.ts';
import { getWebhook } from '../webhooks/get-webhook.ts';
import { listDeliveries } from '../webhooks/list-deliveries.ts';
import { lookForPushes } from '../webhooks/look-for-pushes.ts';
import { replayDelivery } from '../webhooks/replay-delivery.ts';
import { rotateWebhookSecret } from '../webhooks/rotate-webhook-secret.ts';

/** Something of each kind. */
export interface Ids {
	projectId: string;
	serviceId: string;
	deploymentId: string;
	releaseId: string;
	domainId: string;
	volumeId: string;
	processId: string;
	tokenId: string;
	channelId: string;
	deliveryId: string;
	appName: string;
}

interface Operation {
	run: (ctx: Context, ids: Ids) => Promise<unknown>;
	/** Not even an admin reaches it for others. */
	ownOnly?: boolean;
}

const deaf: Events = { ...createRecall(), subscribe: () => () => {}, close: async () => {} };
const newService = {
	gitUrl: 'https://github.com/gantry/example',
	branch: 'main',
	rootDirectory: '',
	autoDeploy: true,
	variables: []
};
const channel = {
	kind: 'slack' as const,
	name: 'team',
	url: 'https://hooks.example.com/x',
	occasions: ['deployment-failed' as const],
	isPaused: false
};
const nameOf = (id: string) => `s${id.replace(/[^a-z]/g, '').slice(0, 15)}x`;

/** Every operation that takes an id, with nothing else in the way of its doing. matrix.db.test.ts tries each. */
export const operations: Record<string, Operation> = {
	addCron: {
		run: (ctx, { serviceId }) =>
			addCron(ctx, {
				...{ serviceId, name: 'nightly', command: 'x' },
				...{ schedule: '0 3 * * *', timeZone: 'UTC' }
			})
	},
	addDomain: {
		run: (ctx, { serviceId }) => addDomain(ctx, { serviceId, host: `new-${serviceId}.test` })
	},
	addPath: {
		run: (ctx, { domainId }) =>
			addPath(ctx, { domainId, path: '/new', app: 'no-such-app', strip: false })
	},
	addVolume: {
		run: (ctx, { serviceId }) => addVolume(ctx, { serviceId, name: 'more', path: '/more' })
	},
	addWorker: {
		run: (ctx, { serviceId }) =>
			addWorker(ctx, { serviceId, name: 'mailer', command: 'x', replicas: 1 })
	},
	beginMaintenance: {
		run: (ctx, { serviceId }) => beginMaintenance(ctx, { serviceId, message: null })
	},
	bringCertificate: {
		run: (ctx, { domainId }) => bringCertificate(ctx, { domainId, certificate: 'x', key: 'x' })
	},
	cancelDeployment: { run: cancelDeployment },
	changeThresholds: {
		run: (ctx, { serviceId }) => changeThresholds(ctx, { serviceId, chosen: { memory: null } })
	},
	checkDomain: { run: checkDomain },
	checkTerminal: {
		run: async (ctx, { serviceId }) => void (await checkTerminal(ctx, { serviceId }))
	},
	createChannel: { run: (ctx, { projectId }) => createChannel(ctx, { projectId, channel }) },
	createService: {
		run: (ctx, { projectId }) =>
			createService(ctx, { projectId, appName: nameOf(projectId), ...newService })
	},
	deleteProject: {
		run: async (ctx, { projectId, appName }) => {
			const { name } = await getProject(ctx, { projectId });
			const volumes = [`${appName}/data`];
			await deleteProject(ctx, { projectId, confirm: name, volumes });
		}
	},
	editVariables: { run: (ctx, { serviceId }) => editVariables(ctx, { holder: { serviceId } }) },
	deleteService: {
		run: (ctx, { serviceId, appName }) =>
			deleteService(ctx, { serviceId, confirm: appName, volumes: ['data'] })
	},
	findChannel: {
		// Only ever a step of others: what it finds goes nowhere.
		run: async (ctx, { channelId }) => {
			await findChannel(ctx, { channelId });
		}
	},
	endMaintenance: { run: endMaintenance },
	findApp: {
		// Only ever a step of others: what it finds goes nowhere.
		run: async (ctx, { appName: name }) => {
			await findApp(ctx, { name, permission: 'projects:see' });
		}
	},
	findAppDomain: {
		run: (ctx, { appName: name, domainId }) =>
			findAppDomain(ctx, { name, domain: `${domainId}.test`, permission: 'projects:see' })
	},
	findAppProcess: {
		run: (ctx, { appName: name }) =>
			findAppProcess(ctx, { name, process: 'job', permission: 'projects:see' })
	},
	findAppVolume: {
		run: (ctx, { appName: name }) =>
			findAppVolume(ctx, { name, volume: 'data', permission: 'projects:see' })
	},
	getAppLogs: { run: (ctx, { appName: name }) => getAppLogs(ctx, { name, lines: 10 }) },
	getAppStatus: { run: (ctx, { appName: name }) => getAppStatus(ctx, { name }) },
	getChannel: { run: getChannel },
	getDelivery: { run: getDelivery },
	getDeployment: { run: getDeployment },
	getProject: { run: getProject },
	getService: { run: getService },
	getServiceMetrics: {
		run: (ctx, { serviceId }) => getServiceMetrics(ctx, { serviceId, range: null })
	},
	getThresholds: { run: getThresholds },
	getWebhook: { run: getWebhook },
	importDotenv: {
		run: (ctx, { serviceId }) => importDotenv(ctx, { serviceId, text: 'A=1', isSecret: false })
	},
	listAppDomains: { run: (ctx, { appName: name }) => listAppDomains(ctx, { name }) },
	listAppProcesses: { run: (ctx, { appName: name }) => listAppProcesses(ctx, { name }) },
	listAppVolumes: { run: (ctx, { appName: name }) => listAppVolumes(ctx, { name }) },
	latestPlan: { run: latestPlan },
	listContainers: {
		run: (ctx, { serviceId }) => {
			const live = { ...ctx.live, containers: () => Promise.resolve([]) };
			return listContainers({ ...ctx, live }, { serviceId, signal: AbortSignal.timeout(1000) });
		}
	},
	listChannels: { run: (ctx, { projectId }) => listChannels(ctx, { projectId }) },
	listDeliveries: { run: listDeliveries },
	listDomains: { run: listDomains },
	listGuests: { run: listGuests },
	listNeighbours: { run: listNeighbours },
	listProcesses: { run: listProcesses },
	listProjectVolumes: { run: listProjectVolumes },
	listRevisions: { run: (ctx, { projectId }) => listRevisions(ctx, { holder: { projectId } }) },
	listRequests: {
		run: (ctx, { serviceId }) => listRequests(ctx, { serviceId, filter: everything })
	},
	listVariables: { run: listVariables },
	listVolumes: { run: listVolumes },
	lookForPushes: { run: lookForPushes },
	readReach: { run: readReach },
	redirectDomain: { run: (ctx, { domainId }) => redirectDomain(ctx, { domainId, to: '' }) },
	removeApp: {
		run: (ctx, { appName: name }) =>
			removeApp({ ...ctx, events: deaf }, { name, volumes: ['data'], signal: AbortSignal.abort() })
	},
	removeChannel: { run: removeChannel },
	removeCertificate: { run: removeCertificate },
	removeDomain: { run: removeDomain },
	removePath: { run: (ctx, { domainId }) => removePath(ctx, { domainId, path: '/api' }) },
	removeGuest: { run: (ctx, { serviceId }) => removeGuest(ctx, { serviceId, name: 'ada' }) },
	saveGuest: {
		run: (ctx, { serviceId }) =>
			saveGuest(ctx, { serviceId, name: 'ada', password: 'correct horse' })
	},
	removeProcess: { run: removeProcess },
	removeVolume: {
		run: (ctx, { volumeId }) => removeVolume(ctx, { volumeId, confirm: 'data' })
	},
	renameProject: {
		run: (ctx, { projectId }) => renameProject(ctx, { projectId, name: 'Another name' })
	},
	replayDelivery: { run: replayDelivery },
	requestDeployment: { run: (ctx, { serviceId }) => requestDeployment(ctx, { serviceId }) },
	resolveConflict: {
		run: (ctx, { serviceId }) =>
			resolveConflict(ctx, { holder: { serviceId }, version: 0, draft: 'none', choices: {} })
	},
	revealRevision: {
		run: async (ctx, { serviceId }) => {
			const { version } = await saveVariables(ctx, { serviceId, variables: [] });
			return revealRevision(ctx, { holder: { serviceId }, version });
		}
	},
	resumeDeploys: { run: resumeDeploys },
	revokeToken: { run: revokeToken, ownOnly: true },
	rollback: { run: (ctx, { serviceId, releaseId }) => rollback(ctx, { serviceId, releaseId }) },
	rotateWebhookSecret: { run: rotateWebhookSecret },
	runProcess: { run: runProcess },
	saveSharedVariables: {
		run: (ctx, { projectId }) => saveSharedVariables(ctx, { projectId, variables: [] })
	},
	saveVariables: { run: (ctx, { serviceId }) => saveVariables(ctx, { serviceId, variables: [] }) },
	stopService: { run: stopService },
	suggestVariables: { run: suggestVariables },
	undoRevision: {
		run: async (ctx, { serviceId }) => {
			const { version } = await saveVariables(ctx, { serviceId, variables: [] });
			return undoRevision(ctx, { holder: { serviceId }, version });
		}
	},
	testChannel: { run: testChannel },
	updateChannel: { run: (ctx, { channelId }) => updateChannel(ctx, { channelId, channel }) },
	undoRollback: { run: undoRollback },
	updateProcess: {
		run: (ctx, { processId }) => updateProcess(ctx, { processId, command: 'y' })
	},
	updateService: { run: (ctx, { serviceId }) => updateService(ctx, { serviceId, cpus: 1 }) }
};
