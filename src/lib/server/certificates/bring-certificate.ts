import type { CertificateInput } from '#lib/schemas/certificates.ts';
import type { Context } from '../context.ts';
import { newId } from '../db/id.ts';
import { publishChange } from '../domains/publish-change.ts';
import { findDomain } from '../domains/find-domain.ts';
import { parseCertificate } from './parse-certificate.ts';

/**
 * Has a domain served with a certificate that a person brought, in the place of one that Gantry gets; of the key only
 * the sealed form is kept. Another one replaces it. Errors: not_found, invalid_certificate (422).
 */
export async function bringCertificate(
	ctx: Context,
	{ domainId, certificate, key }: CertificateInput
): Promise<{ host: string; until: Date; issuer: string }> {
	const { host, service } = await findDomain(ctx, {
		domainId,
		permission: 'projects:change'
	});
	const parsed = parseCertificate({ certificate, key, host, now: ctx.clock() });
	const { chain, until, issuer } = parsed;
	const keyCipher = ctx.vault.seal(parsed.key);
	await ctx.db.$transaction(async (tx) => {
		await tx.$executeRaw`select 1 from domain where id = ${domainId} for update`;
		await tx.ownCertificate.deleteMany({ where: { domainId } });
		await tx.ownCertificate.create({
			data: { id: newId(), domainId, chain, keyCipher, until, issuer }
		});
		// Nothing is asked for any more.
		await tx.domain.updateMany({
			where: { id: domainId },
			data: { certificateReason: null, certificateTries: 0, certificateRetryAt: null }
		});
		await publishChange(tx, ctx, {
			action: 'certificate.brought',
			subject: domainId,
			service,
			detail: { host, issuer, until: until.toISOString() }
		});
	});
	return { host, until, issuer };
}
