import { z } from 'zod';
import { id, text } from './fields.ts';

export const longestMessage = 500;

/** Control characters but line breaks, and those that turn the direction of writing. */
const invisible = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;

/** What visitors read; empty: our own words. */
const message = text('The message is text.')
	.transform((value) => value.replaceAll('\r\n', '\n'))
	.refine((value) => value.length <= longestMessage, {
		error: ({ input }) =>
			`The message is at most ${longestMessage} characters (got ${String(input).length}).`
	})
	.refine((value) => !invisible.test(value.replaceAll('\n', '')), {
		error: 'The message contains an invisible character.'
	})
	.transform((value) => value || null);

/** PUT /api/v1/apps/{name}/maintenance. */
export const maintenanceRequest = z.strictObject({
	message: message.nullable().default(null)
});

export const maintenanceInput = maintenanceRequest.extend({ serviceId: id });

export type MaintenanceInput = z.infer<typeof maintenanceInput>;
