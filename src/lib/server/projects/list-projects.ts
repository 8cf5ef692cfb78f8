import type { DeploymentState, ServiceState } from '#prisma/client/enums.ts';
import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { appHost, httpsUrl, loadOwnNames } from '../settings/own-names.ts';

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

export interface ServiceListing {
	id: string;
	name: string;
	state: ServiceState;
	replicas: number;
	/** Workers of it that end again and again. */
	crashingWorkers: number;
	url: string;
	latest: LatestDeployment | null;
}

export interface ProjectListing {
	id: string;
	name: string;
	createdAt: Date;
	services: ServiceListing[];
}

interface Row {
	projectId: string;
	projectName: string;
	createdAt: Date;
	serviceId: string | null;
	serviceName: string;
	state: ServiceState;
	replicas: number;
	crashingWorkers: number;
	deploymentId: string | null;
	number: number;
	deploymentState: DeploymentState;
	commitSha: string | null;
	commitMessage: string | null;
	branch: string;
	deployedAt: Date;
	completedAt: Date | null;
}

/** All projects that the actor may see, by name, each service with its latest deployment: two queries at any size. */
export async function listProjects(ctx: Context): Promise<ProjectListing[]> {
	const { ownerId = null } = authorise(ctx, 'projects:see');
	const [rows, names] = await Promise.all([
		ctx.db.$queryRaw<Row[]>`
			select p.id as "projectId", p.name as "projectName", p.created_at as "createdAt",
				s.id as "serviceId", s.name as "serviceName", s.state, s.replicas,
				(select count(*) from process where service_id = s.id and crash_reason is not null)::int
					as "crashingWorkers",
				d.id as "deploymentId", d.number, d.state as "deploymentState", d.commit_sha as "commitSha",
				left(d.commit_message, 200) as "commitMessage", d.branch,
				d.created_at as "deployedAt", d.completed_at as "completedAt"
			from project p
			left join service s on s.project_id = p.id and s.deleted_at is null
			left join lateral (
				select * from deployment where service_id = s.id order by number desc limit 1
			) d on true
			where p.deleted_at is null and (${ownerId}::text is null or p.owner_id = ${ownerId})
			order by p.name_key, p.id, s.name`,
		loadOwnNames(ctx.db, ctx.env)
	]);
	const projects = new Map<string, ProjectListing>();
	for (const row of rows) {
		const { projectId: id, projectName: name, createdAt } = row;
		const project = projects.get(id) ?? { id, name, createdAt, services: [] };
		projects.set(id, project);
		if (row.serviceId !== null) project.services.push(toService(row, row.serviceId));
	}
	return [...projects.values()];

	function toService(row: Row, id: string): ServiceListing {
		return {
			id,
			name: row.serviceName,
			state: row.state,
			replicas: row.replicas,
			crashingWorkers: row.crashingWorkers,
			url: httpsUrl(appHost(row.serviceName, names), names),
			latest: row.deploymentId === null ? null : toLatest(row, row.deploymentId)
		};
	}
}

function toLatest(row: Row, id: string): LatestDeployment {
	const { number, deploymentState: state, commitSha, commitMessage, branch, completedAt } = row;
	const createdAt = row.deployedAt;
	return { id, number, state, commitSha, commitMessage, branch, createdAt, completedAt };
}
