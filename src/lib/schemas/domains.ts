import { z } from 'zod';
import { id, text } from './fields.ts';

/** Which hosts are taken depends on the installation: lib/server/domains/add-domain.ts decides. */
export const addDomainInput = z.strictObject({
	serviceId: id,
	host: text('Enter only a host name, e.g. app.example.com').max(
		1024,
		'Enter only a host name, e.g. app.example.com'
	)
});
export type AddDomainInput = z.infer<typeof addDomainInput>;

/** POST /api/v1/apps/{name}/domains. */
export const newDomainRequest = addDomainInput.omit({ serviceId: true });

export const domainInput = z.strictObject({ domainId: id });
export type DomainInput = z.infer<typeof domainInput>;
