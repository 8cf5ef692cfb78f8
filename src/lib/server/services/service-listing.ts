import { Prisma } from '#prisma/client/client.ts';
import type { DeploymentState, ServiceState } from '#prisma/client/enums.ts';
import { appHost, httpsUrl, type OwnNames } from '../settings/own-names.ts';

export interface LatestDeployment {
	id: string;
	number: number;
	state: DeploymentState;
	commitSha: string | null;
	commitMessage: string | null;
	branch: string;
	createdAt: Date;
	completedAt: Date | null;
}

/** A service as lists of many show it. */
export interface ServiceListing {
	id: string;
	name: string;
	state: ServiceState;
	replicas: number;
	/** Workers of it that end again and again. */
	crashingWorkers: number;
	/** Keys of the variables that its live release has otherwise. */
	pendingVariables: string[];
	url: string;
	latest: LatestDeployment | null;
}

/** What `listingColumns` reads. */
export interface ListingRow {
	serviceId: string;
	serviceName: string;
	state: ServiceState;
	replicas: number;
	crashingWorkers: number;
	pendingVariables: string[];
	deploymentId: string | null;
	number: number;
	deploymentState: DeploymentState;
	commitSha: string | null;
	commitMessage: string | null;
	branch: string;
	deployedAt: Date;
	completedAt: Date | null;
}

/** Of a service `s` and its latest deployment `d`. */
export const listingColumns = Prisma.sql`
	s.id as "serviceId", s.name as "serviceName", s.state, s.replicas,
	(select count(*) from process where service_id = s.id and crash_reason is not null)::int
		as "crashingWorkers",
	s.pending_variables as "pendingVariables",
	d.id as "deploymentId", d.number, d.state as "deploymentState", d.commit_sha as "commitSha",
	left(d.commit_message, 200) as "commitMessage", d.branch,
	d.created_at as "deployedAt", d.completed_at as "completedAt"`;

/** Finds the latest deployment `d` of each service `s` by the index, however long its history is. */
export const joinLatest = Prisma.sql`
	left join lateral (
		select * from deployment where service_id = s.id order by number desc limit 1
	) d on true`;

export function toListing(row: ListingRow, names: OwnNames): ServiceListing {
	return {
		id: row.serviceId,
		name: row.serviceName,
		state: row.state,
		replicas: row.replicas,
		crashingWorkers: row.crashingWorkers,
		pendingVariables: row.pendingVariables,
		url: httpsUrl(appHost(row.serviceName, names), names),
		latest: row.deploymentId === null ? null : toLatest(row, row.deploymentId)
	};
}

function toLatest(row: ListingRow, id: string): LatestDeployment {
	const { number, deploymentState: state, commitSha, commitMessage, branch, completedAt } = row;
	const createdAt = row.deployedAt;
	return { id, number, state, commitSha, commitMessage, branch, createdAt, completedAt };
}
