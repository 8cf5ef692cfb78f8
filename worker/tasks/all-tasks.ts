import type { Tasks } from '../jobs/task.ts';
import type { World } from '../world.ts';
import { applyEdgeTask } from './apply-edge.ts';
import { cleanUpTask } from './clean-up.ts';
import { deleteProjectTask } from './delete-project.ts';
import { deleteServiceTask } from './delete-service.ts';
import { deployTask } from './deploy.ts';
import { findMissedPushTask } from './find-missed-push.ts';
import { publishHostsTask } from './publish-hosts.ts';
import { recoverServiceTask } from './recover-service.ts';
import { repairServiceTask } from './repair-service.ts';
import { runProcessTask } from './run-process.ts';
import { sendNotificationTask } from './send-notification.ts';
import { stopServiceTask } from './stop-service.ts';
import { warmCertificatesTask } from './warm-certificates.ts';

export function allTasks(world: World): Tasks {
	return {
		deploy: deployTask(world),
		'delete-service': deleteServiceTask(world),
		'delete-project': deleteProjectTask(world),
		'stop-service': stopServiceTask(world),
		'repair-service': repairServiceTask(world),
		'recover-service': recoverServiceTask(world),
		'run-process': runProcessTask(world),
		'publish-hosts': publishHostsTask(world),
		'warm-certificates': warmCertificatesTask(world),
		'apply-edge': applyEdgeTask(world),
		'send-notification': sendNotificationTask(world),
		'find-missed-push': findMissedPushTask(world),
		'clean-up': cleanUpTask(world)
	};
}
