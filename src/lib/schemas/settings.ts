import { z } from 'zod';
import { optionalHost } from './auth.ts';

/** null or empty: as the settings of the environment say. */
export const changeDomainsInput = z.strictObject({
	baseDomain: optionalHost.nullable().optional(),
	panelDomain: optionalHost.nullable().optional()
});
export type ChangeDomainsInput = z.infer<typeof changeDomainsInput>;
