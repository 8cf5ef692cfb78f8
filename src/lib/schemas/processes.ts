import { z } from 'zod';
import { scheduleProblem, timeZoneProblem } from '#lib/rules/cron.ts';
import { processNameProblem } from '#lib/rules/process-name.ts';
import { id, ruled, text, wholeNumber } from './fields.ts';

const name = ruled('A name is required, e.g. worker', processNameProblem);
const schedule = ruled('A schedule is required, e.g. 0 3 * * *', scheduleProblem).transform(
	(fields) => fields.replace(/ +/g, ' ')
);
const timeZone = ruled('A time zone is required, e.g. UTC', timeZoneProblem);
const command = text('A command is required.')
	.min(1, 'A command is required.')
	.max(2000, 'A command is at most 2000 characters.')
	.regex(/^\P{Cc}*$/u, 'A command is one line without control characters.');
const replicas = wholeNumber(
	0,
	10,
	'Replicas must be a whole number from 0 to 10; with 0 it rests.'
);

export const addWorkerInput = z.strictObject({
	serviceId: id,
	name,
	command,
	replicas: replicas.default(1)
});
export type AddWorkerInput = z.infer<typeof addWorkerInput>;

export const addCronInput = z.strictObject({
	serviceId: id,
	name,
	command,
	schedule,
	timeZone: timeZone.default('UTC')
});
export type AddCronInput = z.infer<typeof addCronInput>;

/** What is left out stays as it is. */
export const updateProcessInput = z.strictObject({
	processId: id,
	command: command.optional(),
	replicas: replicas.optional(),
	schedule: schedule.optional(),
	timeZone: timeZone.optional()
});
export type UpdateProcessInput = z.infer<typeof updateProcessInput>;

export const processInput = z.strictObject({ processId: id });
export type ProcessInput = z.infer<typeof processInput>;
