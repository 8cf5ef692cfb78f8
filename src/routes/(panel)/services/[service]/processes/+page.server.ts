import { dependency } from '#lib/rules/live-names.ts';
import {
	addCronInput,
	addWorkerInput,
	processInput,
	updateProcessInput
} from '#lib/schemas/processes.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { submit } from '#lib/server/forms.ts';
import { addCron, addWorker } from '#lib/server/processes/add-process.ts';
import { listProcesses } from '#lib/server/processes/list-processes.ts';
import { removeProcess } from '#lib/server/processes/remove-process.ts';
import { runProcess } from '#lib/server/processes/run-process.ts';
import { updateProcess } from '#lib/server/processes/update-process.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { context }, params, depends }) => {
	depends(dependency(`service:${params.service}`));
	return { processes: await listProcesses(context, { serviceId: params.service }) };
};

export const actions: Actions = {
	addWorker: ({ locals: { context }, params, request }) =>
		submit(request, async (fields) => {
			const input = validateForm(addWorkerInput, fields, { serviceId: params.service });
			await addWorker(context, input);
			return { notice: `${input.name} was added.` };
		}),
	addCron: ({ locals: { context }, params, request }) =>
		submit(request, async (fields) => {
			const input = validateForm(addCronInput, fields, { serviceId: params.service });
			await addCron(context, input);
			return { notice: `${input.name} was added.` };
		}),
	save: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			await updateProcess(context, validateForm(updateProcessInput, fields));
			return { notice: 'Saved. It holds at once.' };
		}),
	run: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			await runProcess(context, validateForm(processInput, fields));
			return { notice: 'It starts now; its lines are in the log.' };
		}),
	remove: ({ locals: { context }, request }) =>
		submit(request, async (fields) => {
			await removeProcess(context, validateForm(processInput, fields));
			return { notice: 'The process was removed.' };
		})
};
