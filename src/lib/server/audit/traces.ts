import type { ActivityAction } from '#lib/rules/activity-words.ts';
import type { Ids } from '../auth/matrix/operation.ts';
import { makeOwnCertificate } from '../../../../e2e/fixtures/certificate.ts';
import { bringCertificate } from '../certificates/bring-certificate.ts';
import type { Context } from '../context.ts';
import { requestDeployment } from '../deployments/request-deployment.ts';
import { cancelDeployment } from '../deployments/cancel-deployment.ts';
import { resumeDeploys } from '../deployments/resume-deploys.ts';
import { rollback } from '../deployments/rollback.ts';
import { undoRollback } from '../deployments/undo-rollback.ts';
import { redirectDomain } from '../domains/redirect-domain.ts';
import { newId } from '../db/id.ts';
import { beginMaintenance } from '../maintenance/begin-maintenance.ts';
import { endMaintenance } from '../maintenance/end-maintenance.ts';
import { testChannel } from '../notifications/test-channel.ts';
import { addPath } from '../paths/add-path.ts';
import { fakeLive, type TestWorld } from '../testing/world.ts';
import { VariablesConflict } from '../variables/conflict.ts';
import { resolveConflict } from '../variables/resolve-conflict.ts';
import { revealRevision } from '../variables/reveal-revision.ts';
import { saveSharedVariables } from '../variables/save-shared-variables.ts';
import { saveVariables } from '../variables/save-variables.ts';
import { undoRevision } from '../variables/undo-revision.ts';

export interface Scene {
	world: TestWorld;
	ctx: Context;
	/** One of everything, the actor's own. */
	ids: Ids;
}

export interface Trace {
	/** Its audit events: one for each thing that it does. */
	leaves: ActivityAction[];
	/** Where matrix.ts's call would change nothing: what has to stand before, and the call. */
	set?: (scene: Scene) => Promise<() => Promise<unknown>>;
}

const plain = (value: string) => [{ key: 'A', value, isSecret: false }];

async function rolledBack({ world, ctx, ids: { serviceId, releaseId } }: Scene): Promise<string> {
	const second = await requestDeployment(ctx, { serviceId });
	await world.deploy({ ...second, serviceId });
	return (await rollback(ctx, { serviceId, releaseId })).deploymentId;
}

/** Somebody's list that another's overtook. */
async function overtaken({ ctx, ids: { serviceId } }: Scene) {
	await saveVariables(ctx, { serviceId, variables: plain('1'), version: 0 });
	const error: unknown = await saveVariables(ctx, {
		...{ serviceId, variables: plain('2'), version: 0 }
	}).catch((reason: unknown) => reason);
	if (error instanceof VariablesConflict) return error.conflict;
	throw new Error('nobody was overtaken');
}

/** Each operation of matrix.ts that changes something, and what the activity tells of it. */
export const traces: Record<string, Trace> = {
	addCron: { leaves: ['process.added'] },
	addDomain: { leaves: ['domain.added'] },
	addPath: {
		leaves: ['path.added'],
		set: async ({ world, ctx, ids: { domainId, projectId } }) => {
			const { serviceId: id } = await world.project(ctx);
			const { name: app } = await world.db.service.update({ where: { id }, data: { projectId } });
			return () => addPath(ctx, { domainId, path: '/new', app, strip: false });
		}
	},
	addVolume: { leaves: ['volume.added'] },
	addWorker: { leaves: ['process.added'] },
	beginMaintenance: { leaves: ['maintenance.began'] },
	bringCertificate: {
		leaves: ['certificate.brought'],
		set: async ({ world, ctx, ids: { domainId: id, domainId } }) => {
			const { host } = await world.db.domain.findUniqueOrThrow({ where: { id } });
			const brought = await makeOwnCertificate(host);
			return () => bringCertificate(ctx, { domainId, ...brought });
		}
	},
	cancelDeployment: {
		leaves: ['deployment.cancelled'],
		set: async ({ ctx, ids }) => {
			const { deploymentId } = await requestDeployment(ctx, ids);
			return () => cancelDeployment(ctx, { deploymentId });
		}
	},
	changeThresholds: { leaves: ['service.thresholds-changed'] },
	checkDomain: { leaves: ['domain.checked'] },
	createChannel: { leaves: ['channel.created'] },
	createService: { leaves: ['service.created', 'deployment.requested'] },
	deleteProject: { leaves: ['service.deleted', 'project.deleted'] },
	deleteService: { leaves: ['service.deleted'] },
	endMaintenance: {
		leaves: ['maintenance.ended'],
		set: async ({ ctx, ids }) => {
			await beginMaintenance(ctx, { ...ids, message: null });
			return () => endMaintenance(ctx, ids);
		}
	},
	importDotenv: { leaves: ['variables.saved'] },
	lookForPushes: { leaves: ['webhook.looked'] },
	redirectDomain: {
		leaves: ['domain.redirected'],
		set: async ({ world, ctx, ids: { serviceId } }) => {
			const [domainId, to] = [newId(), `${newId()}.test`];
			await world.db.domain.createMany({
				data: [
					{ id: domainId, serviceId, host: `${domainId}.test` },
					{ id: newId(), serviceId, host: to }
				]
			});
			return () => redirectDomain(ctx, { domainId, to });
		}
	},
	removeApp: { leaves: ['service.deleted', 'project.deleted'] },
	removeCertificate: { leaves: ['certificate.removed'] },
	removeChannel: { leaves: ['channel.removed'] },
	removeDomain: { leaves: ['domain.removed'] },
	removeGuest: { leaves: ['guest.removed'] },
	removePath: { leaves: ['path.removed'] },
	removeProcess: { leaves: ['process.removed'] },
	removeVolume: { leaves: ['volume.removed'] },
	renameProject: { leaves: ['project.renamed'] },
	replayDelivery: { leaves: ['webhook.replayed'] },
	requestDeployment: { leaves: ['deployment.requested'] },
	resolveConflict: {
		leaves: ['variables.saved'],
		set: async (scene) => {
			const { ctx, ids } = scene;
			const { version, draft } = await overtaken(scene);
			const holder = { serviceId: ids.serviceId };
			return () => resolveConflict(ctx, { holder, version, draft, choices: { A: 'yours' } });
		}
	},
	resumeDeploys: {
		leaves: ['service.deploys-resumed'],
		set: async (scene) => {
			await rolledBack(scene);
			return () => resumeDeploys(scene.ctx, scene.ids);
		}
	},
	revealRevision: {
		leaves: ['variables.revealed'],
		set: async ({ ctx, ids: { serviceId } }) => {
			const { version } = await saveVariables(ctx, { serviceId, variables: plain('1') });
			return () => revealRevision(ctx, { holder: { serviceId }, version });
		}
	},
	revokeToken: { leaves: ['token.revoked'] },
	rollback: {
		leaves: ['deployment.requested'],
		set: async ({ world, ctx, ids: { serviceId, releaseId } }) => {
			const second = await requestDeployment(ctx, { serviceId });
			await world.deploy({ ...second, serviceId });
			return () => rollback(ctx, { serviceId, releaseId });
		}
	},
	rotateWebhookSecret: { leaves: ['webhook.secret-rotated'] },
	runProcess: { leaves: ['process.run'] },
	saveGuest: { leaves: ['guest.changed'] },
	saveSharedVariables: {
		leaves: ['shared-variables.saved'],
		set: async ({ ctx, ids: { projectId } }) => {
			return () => saveSharedVariables(ctx, { projectId, variables: plain('1') });
		}
	},
	saveVariables: { leaves: ['variables.saved'] },
	stopService: { leaves: ['service.stopped'] },
	testChannel: {
		leaves: ['channel.tested'],
		set: async ({ ctx, ids }) => {
			const live = fakeLive({ testChannel: async () => ({ ok: true, detail: '' }) });
			return () => testChannel({ ...ctx, live }, ids);
		}
	},
	undoRevision: {
		leaves: ['variables.undone'],
		set: async ({ ctx, ids: { serviceId } }) => {
			const { version } = await saveVariables(ctx, { serviceId, variables: plain('1') });
			return () => undoRevision(ctx, { holder: { serviceId }, version });
		}
	},
	undoRollback: {
		leaves: ['deployment.cancelled', 'service.deploys-resumed'],
		set: async (scene) => {
			const deploymentId = await rolledBack(scene);
			return () => undoRollback(scene.ctx, { deploymentId });
		}
	},
	updateChannel: { leaves: ['channel.changed'] },
	updateProcess: { leaves: ['process.changed'] },
	updateService: { leaves: ['service.changed'] }
};
