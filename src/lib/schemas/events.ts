import { z } from 'zod';

/**
 * What is sent over Postgres NOTIFY on the channel `gantry`: ids and states only, small and seldom.
 * The panel forwards them to browsers (SSE) that may see the project; the worker hears `cancel`.
 */
export const gantryEvent = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('deployment'),
		projectId: z.string(),
		serviceId: z.string(),
		deploymentId: z.string(),
		state: z.string()
	}),
	z.object({ kind: z.literal('service'), projectId: z.string(), serviceId: z.string() }),
	z.object({ kind: z.literal('project'), projectId: z.string() }),
	/** What belongs to the whole installation: for admins. */
	z.object({ kind: z.literal('installation') }),
	/** Something was written down; `projectId` null: not of a project, for admins and who did it. */
	z.object({
		kind: z.literal('activity'),
		projectId: z.string().nullable(),
		userId: z.string().nullable()
	}),
	z.object({ kind: z.literal('cancel'), deploymentId: z.string() })
]);

export type GantryEvent = z.infer<typeof gantryEvent>;
export const eventChannel = 'gantry';
