import { z } from 'zod';
import { addCronInput, addWorkerInput, updateProcessInput } from './processes.ts';

/** The API writes its fields with underscores. */
const timeZone = addCronInput.shape.timeZone;

/** POST /api/v1/apps/{name}/processes. */
export const newProcessRequest = z.discriminatedUnion(
	'kind',
	[
		addWorkerInput.omit({ serviceId: true }).extend({ kind: z.literal('worker') }),
		addCronInput
			.omit({ serviceId: true, timeZone: true })
			.extend({ kind: z.literal('cron'), time_zone: timeZone })
			.transform(({ time_zone, ...rest }) => ({ ...rest, timeZone: time_zone }))
	],
	{ error: 'kind must be worker or cron.' }
);

/** PATCH /api/v1/apps/{name}/processes/{process}: what is left out stays as it is. */
export const processChangeRequest = updateProcessInput
	.omit({ processId: true, timeZone: true })
	.extend({ time_zone: updateProcessInput.shape.timeZone })
	.transform(({ time_zone, ...rest }) => ({
		...rest,
		...(time_zone !== undefined && { timeZone: time_zone })
	}));
