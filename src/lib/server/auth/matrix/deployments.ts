import { cancelDeployment } from '../../deployments/cancel-deployment.ts';
import { getDeployment } from '../../deployments/get-deployment.ts';
import { requestDeployment } from '../../deployments/request-deployment.ts';
import { resumeDeploys } from '../../deployments/resume-deploys.ts';
import { rollback } from '../../deployments/rollback.ts';
import { undoRollback } from '../../deployments/undo-rollback.ts';
import type { Operations } from './operation.ts';

export const deploymentOperations: Operations = {
	cancelDeployment: { run: cancelDeployment },
	getDeployment: { run: getDeployment },
	requestDeployment: { run: (ctx, { serviceId }) => requestDeployment(ctx, { serviceId }) },
	resumeDeploys: { run: resumeDeploys },
	rollback: { run: (ctx, { serviceId, releaseId }) => rollback(ctx, { serviceId, releaseId }) },
	undoRollback: { run: undoRollback }
};
