import type { Service } from '#prisma/client/client.ts';
import type { Trigger } from '#prisma/client/enums.ts';
import type { FrozenSettings } from '#lib/schemas/frozen-settings.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/client.ts';
import { newId } from '../db/id.ts';
import { notFound } from '../errors.ts';
import { notify } from '../notify.ts';
import { sealedVariables, type SealedVariables } from '../variables/freeze-variables.ts';
import { freezeSettings } from '../services/settings.ts';
import { supersedeOlder } from './supersede-older.ts';

export interface Wanted {
	serviceId: string;
	/** Its row, when the caller holds it already. */
	held?: Service;
	trigger: Trigger;
	commitSha: string | null;
	/** Another branch than the service's own, for this once. */
	branch?: string | undefined;
	formKey?: string | undefined;
	/** Nothing that was built before is used. */
	isFresh?: boolean | undefined;
	/** Facts that are known already. */
	commit?: { message: string | null; author: string | null; at: Date | null };
	/** Set when an image is used again: nothing is built. */
	baseReleaseId?: string;
	/** A rollback brings its own; otherwise the service's present ones are frozen. */
	frozen?: { settings: FrozenSettings } & SealedVariables;
}

export interface Queued {
	deploymentId: string;
	number: number;
}

/**
 * The service's row stays locked until the transaction ends: numbers and generations count without gaps, and
 * its newest deployment is the one that is asked for now.
 */
async function lockAndCount(
	tx: Transaction,
	{ serviceId, held }: Wanted,
	now: Date
): Promise<Service> {
	const newest = { lastDeployedAt: now, lastFailed: false };
	const data = { generation: { increment: 1 }, ...newest };
	if (held) {
		await tx.service.updateMany({ where: { id: serviceId }, data });
		return { ...held, ...newest, generation: held.generation + 1 };
	}
	const [service] = await tx.service.updateManyAndReturn({
		where: { id: serviceId, deletedAt: null },
		data
	});
	if (!service) throw notFound('service');
	return service;
}

interface Earlier {
	/** The highest number so far; 0: there was none. */
	newest: number;
	waiting: string[];
	/** Running, and not live yet. */
	building: string[];
}

async function earlierOnes(tx: Transaction, serviceId: string): Promise<Earlier> {
	// Prisma answers nothing at all to what it sent along with a statement that failed.
	const rows: Earlier[] | undefined = await tx.$queryRaw`
		select
			coalesce((select max(number) from deployment where service_id = ${serviceId}), 0) as newest,
			array(select id from deployment
				where service_id = ${serviceId} and state = 'queued') as waiting,
			array(select d.id from deployment d
				where d.service_id = ${serviceId} and d.state = 'running'
				and not exists (select from release r where r.deployment_id = d.id)) as building`;
	return rows?.[0] ?? { newest: 0, waiting: [], building: [] };
}

/**
 * Writes a deployment and its job as one fact. The newest request wins: older ones that wait end here, one
 * that is being built is told to stop (go-live.ts would refuse it anyway), one that went live finishes in peace.
 */
export async function queueDeployment(
	tx: Transaction,
	ctx: Pick<Context, 'actor' | 'queue' | 'vault'>,
	wanted: Wanted
): Promise<Queued> {
	const { serviceId } = wanted;
	const createdAt = new Date();
	const service = await lockAndCount(tx, wanted, createdAt);
	const settings = wanted.frozen?.settings ?? freezeSettings(service);
	// What does not need each other's answer is asked at once: a turn to the database costs more than its work.
	const [sealed, { newest, waiting, building }] = await Promise.all([
		wanted.frozen ?? sealedVariables(tx, ctx.vault, serviceId),
		earlierOnes(tx, serviceId)
	]);
	const number = newest + 1;
	const deploymentId = newId();
	const about = { kind: 'deployment' as const, projectId: service.projectId, serviceId };
	await Promise.all([
		supersedeOlder(tx, { waiting, number }),
		// Not create(), which reads the row again.
		tx.deployment.createMany({
			data: {
				id: deploymentId,
				serviceId,
				number,
				generation: service.generation,
				trigger: wanted.trigger,
				actorId: ctx.actor.userId,
				branch: wanted.branch ?? settings.branch,
				commitSha: wanted.commitSha,
				commitMessage: wanted.commit?.message ?? null,
				commitAuthor: wanted.commit?.author ?? null,
				committedAt: wanted.commit?.at ?? null,
				baseReleaseId: wanted.baseReleaseId ?? null,
				settings,
				variablesCipher: sealed.variablesCipher,
				variablesVersion: sealed.variablesVersion,
				sharedVersion: sealed.sharedVersion,
				isFresh: wanted.isFresh ?? false,
				formKey: wanted.formKey ?? null,
				createdAt
			}
		}),
		recordAudit(tx, ctx, {
			action: 'deployment.requested',
			subject: deploymentId,
			projectId: service.projectId,
			serviceId,
			detail: { service: service.name, number, trigger: wanted.trigger }
		}),
		ctx.queue.add(
			tx,
			'deploy',
			{ deploymentId },
			{ queueName: `service:${serviceId}`, jobKey: `deploy:${deploymentId}` }
		),
		notify(
			tx,
			// Also those that wait: one of them may begin at this very moment.
			...[...building, ...waiting].map((other) => ({
				kind: 'cancel' as const,
				deploymentId: other
			})),
			...waiting.map((other) => ({ ...about, deploymentId: other, state: 'superseded' as const })),
			{ ...about, deploymentId, state: 'queued' }
		)
	]);
	return { deploymentId, number };
}
