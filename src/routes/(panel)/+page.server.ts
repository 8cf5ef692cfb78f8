import { dependency } from '#lib/rules/live-names.ts';
import { listDeployments } from '#lib/server/deployments/list-deployments.ts';
import { listProjects, type ServiceListing } from '#lib/server/projects/list-projects.ts';
import type { PageServerLoad } from './$types';

const shownServices = 9;

const when = ({ latest }: ServiceListing) => latest?.createdAt.getTime() ?? 0;

export const load: PageServerLoad = async ({ locals: { context }, depends }) => {
	depends(dependency('projects'), dependency('deployments'));
	const [projects, { deployments }] = await Promise.all([
		listProjects(context),
		listDeployments(context, { limit: 8 })
	]);
	const services = projects
		.flatMap(({ name, services }) => services.map((service) => ({ ...service, project: name })))
		.sort((a, b) => when(b) - when(a));
	return {
		hasProjects: projects.length > 0,
		failed: services.filter(({ latest }) => latest?.state === 'failed').slice(0, shownServices),
		services: services.slice(0, shownServices),
		counts: {
			services: services.length,
			live: services.filter(({ state }) => state === 'live').length
		},
		deployments
	};
};
