import type { Task, Tasks } from '../jobs/task.ts';

/** Tasks that do nothing but what a test gives. */
export function testTasks(given: Partial<Tasks>): Tasks {
	const nothing: Task<'deploy'> & Task<'apply-edge'> = () => Promise.resolve();
	const others = nothing as Task<never>;
	return {
		deploy: others,
		'delete-service': others,
		'delete-project': others,
		'stop-service': others,
		'repair-service': others,
		'recover-service': others,
		'run-process': others,
		'publish-hosts': others,
		'warm-certificates': others,
		'apply-edge': others,
		'send-notification': others,
		'find-missed-push': others,
		'clean-up': others,
		...given
	};
}
