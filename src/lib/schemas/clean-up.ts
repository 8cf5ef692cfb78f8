import { z } from 'zod';
import { orDefault, wholeNumber } from './fields.ts';

const numberOr = (min: number, max: number, message: string) =>
	orDefault(wholeNumber(min, max, message), message);

export const mostCacheGigabytes = 10_000;

/** What is left out stays as it is. */
export const changeCleanUpInput = z.strictObject({
	keepReleases: numberOr(1, 100, 'Keep from 1 to 100 releases.'),
	buildCacheGigabytes: numberOr(
		0,
		mostCacheGigabytes,
		`Give from 0 to ${mostCacheGigabytes} whole GB.`
	),
	logDays: numberOr(1, 3650, 'Keep logs from 1 to 3650 days.')
});
export type ChangeCleanUpInput = z.infer<typeof changeCleanUpInput>;
