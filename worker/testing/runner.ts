import { startRunner, type RunnerOptions } from '../jobs/runner.ts';
import type { Tasks } from '../jobs/task.ts';
import { testTasks } from './tasks.ts';

/** A runner for tests: short jobs and deployments in lanes of their own. */
export function testRunner(
	databaseUrl: string,
	given: Partial<Tasks>,
	options: Partial<RunnerOptions> = {}
) {
	return startRunner({
		databaseUrl,
		workerId: 'test-worker',
		tasks: testTasks(given),
		lanes: [
			{ jobs: ['deploy'], concurrency: 2 },
			{ jobs: ['stop-service', 'apply-edge'], concurrency: 2 }
		],
		report: () => 'bug',
		onBroken() {},
		...options
	});
}
