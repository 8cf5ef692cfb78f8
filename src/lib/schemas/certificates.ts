import { z } from 'zod';
import { id } from './fields.ts';

const largest = 64 * 1024;
const pem = (missing: string) =>
	z
		.string({ error: missing })
		.trim()
		.min(1, missing)
		.max(largest, 'This is too long: at most 64 KB.');

/** PUT /api/v1/apps/{name}/domains/{domain}/certificate. */
export const certificateRequest = z.strictObject({
	certificate: pem('Paste the certificate, with its chain.'),
	key: pem('Paste the private key.')
});

export const certificateInput = certificateRequest.extend({ domainId: id });
export type CertificateInput = z.infer<typeof certificateInput>;
