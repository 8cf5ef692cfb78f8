import type { DeploymentState, Trigger } from '#prisma/client/enums.ts';
import type { Transaction } from '../db/client.ts';
import { notFound } from '../errors.ts';

export interface LockedDeployment {
	state: DeploymentState;
	serviceId: string;
	projectId: string;
	generation: number;
	/** The service's: larger when a newer deployment was requested. */
	newestGeneration: number;
	/** The service is being deleted. */
	isLeaving: boolean;
	/** The deployment that the service's live release is of. */
	liveDeploymentId: string | null;
	/** It went live. */
	hasRelease: boolean;
	isCancelAsked: boolean;
	number: number;
	trigger: Trigger;
	serviceName: string;
	attempt: number;
}

/** Holds a deployment's row until the transaction ends, so that cancel, go live and end happen one after the other. */
export async function lockDeployment(
	tx: Transaction,
	deploymentId: string
): Promise<LockedDeployment> {
	// Two statements: what one reads besides the row it waits for is as old as its own beginning.
	await tx.$executeRaw`select 1 from deployment where id = ${deploymentId} for update`;
	const [row] = await tx.$queryRaw<LockedDeployment[]>`
		select d.state, d.service_id as "serviceId", d.generation, d.attempt,
			d.number, d.trigger, s.name as "serviceName",
			s.project_id as "projectId", d.cancel_asked_at is not null as "isCancelAsked",
			exists (select from release r where r.deployment_id = d.id) as "hasRelease",
			s.generation as "newestGeneration", s.deleted_at is not null as "isLeaving",
			(select r.deployment_id from release r where r.id = s.live_release_id) as "liveDeploymentId"
		from deployment d join service s on s.id = d.service_id
		where d.id = ${deploymentId}`;
	if (!row) throw notFound('deployment');
	return row;
}
