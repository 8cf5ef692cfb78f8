import { z } from 'zod';
import { flag, id, text } from './fields.ts';

/** Which hosts are taken depends on the installation: lib/server/domains/add-domain.ts decides. */
export const addDomainInput = z.strictObject({
	serviceId: id,
	host: text('Enter only a host name, e.g. app.example.com').max(
		1024,
		'Enter only a host name, e.g. app.example.com'
	),
	/** Attach its twin with or without "www.", too, and send the twin's visitors here. */
	twin: flag.default(false)
});

/** POST /api/v1/apps/{name}/domains. */
export const newDomainRequest = addDomainInput.omit({ serviceId: true });

export const domainInput = z.strictObject({ domainId: id });

/** `to`: another domain of the same service; empty: it answers by itself. */
export const redirectDomainInput = z.strictObject({ domainId: id, to: text('').max(253) });

export type RedirectDomainInput = z.infer<typeof redirectDomainInput>;

/** PATCH /api/v1/apps/{name}/domains/{host}. */
export const domainChangeRequest = z.strictObject({ redirect_to: z.string().max(253).nullable() });
export type DomainInput = z.infer<typeof domainInput>;
