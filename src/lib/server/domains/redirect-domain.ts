import type { RedirectDomainInput } from '#lib/schemas/domains.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { publishChange } from './publish-change.ts';
import { findDomain } from './find-domain.ts';

/**
 * Sends a domain's visitors to another domain of its service, with path and query; with an empty `to` the
 * app answers again. Errors: not_found, invalid_redirect (422).
 */
export async function redirectDomain(
	ctx: Context,
	{ domainId, to }: RedirectDomainInput
): Promise<{ host: string }> {
	const { host, serviceId, service } = await findDomain(ctx, {
		domainId,
		permission: 'projects:change'
	});
	const redirectTo = to === '' ? null : to.toLowerCase();
	await ctx.db.$transaction(async (tx) => {
		// Two that are pointed at each other at the same moment must not become a circle.
		await tx.$queryRaw`select 1 from service where id = ${serviceId} for update`;
		const others = await tx.domain.findMany({
			where: { serviceId, id: { not: domainId } },
			select: { host: true, redirectTo: true }
		});
		if (redirectTo !== null) checkDestination(redirectTo, { host, others });
		if (redirectTo !== null && (await tx.domainPath.count({ where: { domainId } })) > 0) {
			throw refuse(`${host} has paths that lead to other apps: remove them first.`);
		}
		await tx.domain.updateMany({ where: { id: domainId }, data: { redirectTo } });
		await publishChange(tx, ctx, {
			action: 'domain.redirected',
			subject: domainId,
			service,
			detail: { host, redirectTo }
		});
	});
	return { host };
}

const refuse = (message: string) => new AppError('invalid_redirect', 422, message, { field: 'to' });

interface Known {
	host: string;
	others: { host: string; redirectTo: string | null }[];
}

function checkDestination(to: string, { host, others }: Known): void {
	const destination = others.find((other) => other.host === to);
	if (!destination || to.startsWith('*.')) {
		throw refuse(`${to} is no other domain of this app that visitors can be sent to.`);
	}
	if (destination.redirectTo !== null) {
		throw refuse(`${to} is redirected itself, to ${destination.redirectTo}.`);
	}
	const source = others.find((other) => other.redirectTo === host);
	if (source) throw refuse(`${source.host} is redirected to ${host}: that would be two in a row.`);
}
