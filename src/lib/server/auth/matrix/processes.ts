import { addCron, addWorker } from '../../processes/add-process.ts';
import { listProcesses } from '../../processes/list-processes.ts';
import { removeProcess } from '../../processes/remove-process.ts';
import { runProcess } from '../../processes/run-process.ts';
import { updateProcess } from '../../processes/update-process.ts';
import type { Operations } from './operation.ts';

export const processOperations: Operations = {
	addCron: {
		run: (ctx, { serviceId }) =>
			addCron(ctx, {
				...{ serviceId, name: 'nightly', command: 'x' },
				...{ schedule: '0 3 * * *', timeZone: 'UTC' }
			})
	},
	addWorker: {
		run: (ctx, { serviceId }) =>
			addWorker(ctx, { serviceId, name: 'mailer', command: 'x', replicas: 1 })
	},
	listProcesses: { run: listProcesses },
	removeProcess: { run: removeProcess },
	runProcess: { run: runProcess },
	updateProcess: {
		run: (ctx, { processId }) => updateProcess(ctx, { processId, command: 'y' })
	}
};
