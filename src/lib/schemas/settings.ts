import { z } from 'zod';
import { optionalHost } from './auth.ts';
import { flag, orDefault, wholeNumber } from './fields.ts';
import { cpuMessage, cpus } from './run-settings.ts';

/** null or empty: as the settings of the environment say. */
export const changeDomainsInput = z.strictObject({
	baseDomain: optionalHost.nullable().optional(),
	panelDomain: optionalHost.nullable().optional()
});
export type ChangeDomainsInput = z.infer<typeof changeDomainsInput>;

const computedOr = (min: number, max: number, message: string) =>
	orDefault(wholeNumber(min, max, message), message);

const minutes = computedOr(1, 360, 'The time must be whole minutes from 1 to 360.');

/** What is left out stays as it is. */
export const changeBuildSettingsInput = z.strictObject({
	slots: computedOr(1, 64, 'Builds at once: from 1 to 64.'),
	memoryMegabytes: computedOr(
		128,
		1_048_576,
		'Memory must be a whole number of megabytes from 128 to 1048576.'
	),
	/** Cores; 0: all of them. */
	cpus: orDefault(cpus, cpuMessage),
	pidsLimit: computedOr(64, 65_536, 'Processes must be a whole number from 64 to 65536.'),
	minutes,
	idleMinutes: minutes
});
export type ChangeBuildSettingsInput = z.infer<typeof changeBuildSettingsInput>;

/** What the edge writes down of visitors; what is left out stays as it is. */
export const changeAccessSettingsInput = z.strictObject({
	isOn: flag.optional(),
	wholeAddresses: flag.optional(),
	/** null or empty: the default. */
	days: computedOr(1, 365, 'Keep requests from 1 to 365 days.')
});
export type ChangeAccessSettingsInput = z.infer<typeof changeAccessSettingsInput>;
