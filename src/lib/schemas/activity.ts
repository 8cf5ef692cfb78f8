import { z } from 'zod';
import { activityKinds, type ActivityKind } from '#lib/rules/activity.ts';
import { filterText } from './fields.ts';

/** What of the activity is shown, as the address of the list says it: what makes no sense filters nothing. */
export const activityFilter = z.object({
	/** A part of the project's name. */
	project: filterText,
	/** A part of the e-mail address; "gantry": what it did by itself. */
	actor: filterText,
	kind: z
		.enum(Object.keys(activityKinds) as [ActivityKind, ...ActivityKind[]])
		.optional()
		.catch(undefined)
});
export type ActivityFilter = z.infer<typeof activityFilter>;
