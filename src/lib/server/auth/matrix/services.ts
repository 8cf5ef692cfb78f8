import { everything } from '#lib/rules/access-filter.ts';
import { changeThresholds } from '../../metrics/change-thresholds.ts';
import { getServiceMetrics } from '../../metrics/get-service-metrics.ts';
import { getThresholds } from '../../metrics/get-thresholds.ts';
import { listRequests } from '../../requests/list-requests.ts';
import { createService } from '../../services/create-service.ts';
import { deleteService } from '../../services/delete-service.ts';
import { getService } from '../../services/get-service.ts';
import { latestPlan } from '../../services/latest-plan.ts';
import { stopService } from '../../services/stop-service.ts';
import { updateService } from '../../services/update-service.ts';
import { checkTerminal } from '../../terminal/check-terminal.ts';
import { listContainers } from '../../terminal/list-containers.ts';
import type { Operations } from './operation.ts';

const newService = {
	gitUrl: 'https://github.com/gantry/example',
	branch: 'main',
	rootDirectory: '',
	autoDeploy: true,
	variables: []
};
const nameOf = (id: string) => `s${id.replace(/[^a-z]/g, '').slice(0, 15)}x`;

export const serviceOperations: Operations = {
	changeThresholds: {
		run: (ctx, { serviceId }) => changeThresholds(ctx, { serviceId, chosen: { memory: null } })
	},
	checkTerminal: {
		run: async (ctx, { serviceId }) => void (await checkTerminal(ctx, { serviceId }))
	},
	createService: {
		run: (ctx, { projectId }) =>
			createService(ctx, { projectId, appName: nameOf(projectId), ...newService })
	},
	deleteService: {
		run: (ctx, { serviceId, appName }) =>
			deleteService(ctx, { serviceId, confirm: appName, volumes: ['data'] })
	},
	getService: { run: getService },
	getServiceMetrics: {
		run: (ctx, { serviceId }) => getServiceMetrics(ctx, { serviceId, range: null })
	},
	getThresholds: { run: getThresholds },
	latestPlan: { run: latestPlan },
	listContainers: {
		run: (ctx, { serviceId }) => {
			const live = { ...ctx.live, containers: () => Promise.resolve([]) };
			return listContainers({ ...ctx, live }, { serviceId, signal: AbortSignal.timeout(1000) });
		}
	},
	listRequests: {
		run: (ctx, { serviceId }) => listRequests(ctx, { serviceId, filter: everything })
	},
	stopService: { run: stopService },
	updateService: { run: (ctx, { serviceId }) => updateService(ctx, { serviceId, cpus: 1 }) }
};
