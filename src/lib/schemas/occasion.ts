import { z } from 'zod';

const id = z.string().min(1).max(64);

/** What happened, by ids and by what nobody could read later: kept with each notification. */
export const occasion = z.discriminatedUnion('kind', [
	z.object({ kind: z.enum(['deployment-succeeded', 'deployment-failed']), deploymentId: id }),
	z.object({ kind: z.literal('crash-loop'), serviceId: id, reason: z.string() }),
	z.object({
		kind: z.literal('certificate-trouble'),
		serviceId: id,
		host: z.string(),
		reason: z.string()
	}),
	z.object({ kind: z.literal('threshold'), alarmId: id, isOver: z.boolean() }),
	z.object({ kind: z.literal('disk-low'), freeBytes: z.number(), totalBytes: z.number() })
]);
export type Occasion = z.infer<typeof occasion>;
