import { z } from 'zod';
import { wholeNumber } from './fields.ts';

const orDefault = (rule: z.ZodType<number>) =>
	z
		.union([z.null(), z.literal('').transform(() => null), rule])
		.optional()
		.describe('null or empty: the default');

export const mostCacheGigabytes = 10_000;

/** What is left out stays as it is. */
export const changeCleanUpInput = z.strictObject({
	keepReleases: orDefault(wholeNumber(1, 100, 'Keep from 1 to 100 releases.')),
	buildCacheGigabytes: orDefault(
		wholeNumber(0, mostCacheGigabytes, `Give from 0 to ${mostCacheGigabytes} GB.`)
	),
	logDays: orDefault(wholeNumber(1, 3650, 'Keep logs from 1 to 3650 days.'))
});
export type ChangeCleanUpInput = z.infer<typeof changeCleanUpInput>;
