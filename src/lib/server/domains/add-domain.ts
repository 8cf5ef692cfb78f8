import { parseDomain } from '#lib/rules/host-name.ts';
import type { AddDomainInput } from '#lib/schemas/domains.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/client.ts';
import { newId } from '../db/id.ts';
import { isUniqueViolation } from '../db/unique.ts';
import { AppError } from '../errors.ts';
import { notify } from '../notify.ts';
import { findService } from '../services/find-service.ts';
import { loadOwnNames } from '../settings/own-names.ts';

const mostPerService = 100;

/** Hosts are published by a job: the worker alone tells names, checks DNS and warms certificates. */
export async function enqueuePublishing(
	tx: Transaction,
	ctx: Context,
	serviceId: string
): Promise<void> {
	await ctx.queue.add(tx, 'publish-hosts', { serviceId }, { jobKey: `publish-hosts:${serviceId}` });
}

function refuse(code: string, status: number, message: string, hint?: string): AppError {
	return new AppError(code, status, message, { field: 'host', ...(hint && { hint }) });
}

/**
 * Attaches a host name to a service. It is saved even while its DNS does not point here: then it waits,
 * and says for what. Errors: not_found, invalid_domain (422), domain_taken (409), too_many_domains (422).
 */
export async function addDomain(
	ctx: Context,
	{ serviceId, host: typed }: AddDomainInput
): Promise<{ domainId: string; host: string }> {
	const service = await findService(ctx, { serviceId, permission: 'projects:change' });
	const { baseDomain, panelDomain } = await loadOwnNames(ctx.db, ctx.env);
	const result = parseDomain(typed, { baseDomain, panelHosts: [panelDomain] });
	if (!result.ok) throw refuse('invalid_domain', 422, result.message);
	const { host } = result;
	if ((await ctx.db.domain.count({ where: { serviceId } })) >= mostPerService) {
		throw refuse('too_many_domains', 422, `A service has at most ${mostPerService} domains.`);
	}
	const domainId = newId();
	try {
		await ctx.db.$transaction(async (tx) => {
			await tx.domain.create({ data: { id: domainId, serviceId, host } });
			await recordAudit(tx, ctx, {
				action: 'domain.added',
				subject: domainId,
				projectId: service.projectId,
				serviceId,
				detail: { host, service: service.name }
			});
			await enqueuePublishing(tx, ctx, serviceId);
			await notify(tx, { kind: 'service', projectId: service.projectId, serviceId });
		});
	} catch (error) {
		if (!isUniqueViolation(error)) throw error;
		const hint = 'A host belongs to one app. Remove it there first.';
		throw refuse('domain_taken', 409, `${host} is attached already.`, hint);
	}
	return { domainId, host };
}
