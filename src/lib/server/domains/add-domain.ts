import { parseDomain, twinOf } from '#lib/rules/host-name.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/client.ts';
import { newId } from '../db/id.ts';
import { isUniqueViolation } from '../db/unique.ts';
import { AppError } from '../errors.ts';
import { enqueuePublishing } from './enqueue-publishing.ts';
import { notify } from '../notify.ts';
import { findService, type FoundService } from '../services/find-service.ts';
import { loadOwnNames } from '../settings/own-names.ts';

const mostPerService = 100;

function refuse(code: string, status: number, message: string, hint?: string): AppError {
	return new AppError(code, status, message, { field: 'host', ...(hint && { hint }) });
}

/**
 * Attaches a host name to a service. It is saved even while its DNS does not point here: then it waits,
 * and says for what. With `twin` the same name with or without "www." is attached, too, and redirects to it.
 * Errors: not_found, invalid_domain (422), domain_taken (409), too_many_domains (422).
 */
export async function addDomain(
	ctx: Context,
	{ serviceId, host: typed, twin = false }: { serviceId: string; host: string; twin?: boolean }
): Promise<{ domainId: string; host: string; twin: string | null }> {
	const service = await findService(ctx, { serviceId, permission: 'projects:change' });
	const host = await parsed(ctx, typed);
	const other = twin ? twinOf(host) : null;
	if (other !== null) await parsed(ctx, other);
	const added = [{ id: newId(), host, redirectTo: null as string | null }];
	if (other !== null) added.push({ id: newId(), host: other, redirectTo: host });
	const count = await ctx.db.domain.count({ where: { serviceId } });
	if (count + added.length > mostPerService) {
		throw refuse('too_many_domains', 422, `A service has at most ${mostPerService} domains.`);
	}
	await ctx.db.$transaction(async (tx) => {
		for (const row of added) await attach(tx, ctx, { ...row, service });
		await enqueuePublishing(tx, ctx, serviceId);
		await notify(tx, { kind: 'service', projectId: service.projectId, serviceId });
	});
	return { domainId: added[0]?.id ?? '', host, twin: other };
}

async function parsed(ctx: Context, typed: string): Promise<string> {
	const { baseDomain, panelDomain } = await loadOwnNames(ctx.db, ctx.env);
	const result = parseDomain(typed, { baseDomain, panelHosts: [panelDomain] });
	if (!result.ok) throw refuse('invalid_domain', 422, result.message);
	return result.host;
}

interface Attached {
	id: string;
	host: string;
	redirectTo: string | null;
	service: FoundService;
}

async function attach(
	tx: Transaction,
	ctx: Context,
	{ id, host, redirectTo, service }: Attached
): Promise<void> {
	const serviceId = service.id;
	try {
		await tx.domain.create({ data: { id, serviceId, host, redirectTo } });
	} catch (error) {
		if (!isUniqueViolation(error)) throw error;
		const hint = 'A host belongs to one app. Remove it there first.';
		throw refuse('domain_taken', 409, `${host} is attached already.`, hint);
	}
	await recordAudit(tx, ctx, {
		action: 'domain.added',
		subject: id,
		projectId: service.projectId,
		serviceId,
		detail: { host, service: service.name, ...(redirectTo !== null && { redirectTo }) }
	});
}
