import type { AddPathInput } from '#lib/schemas/paths.ts';
import type { Context } from '../context.ts';
import { newId } from '../db/id.ts';
import { isUniqueViolation } from '../db/unique.ts';
import { publishChange } from '../domains/publish-change.ts';
import { findDomain } from '../domains/find-domain.ts';
import { AppError } from '../errors.ts';

const mostPerDomain = 50;

const refuse = (code: string, status: number, message: string, field: string) =>
	new AppError(code, status, message, { field });

/**
 * Has another service of the same project answer for a part of a domain, beginning with `path`.
 * Errors: not_found, invalid_path (422), path_taken (409), domain_redirected (409).
 */
export async function addPath(
	ctx: Context,
	{ domainId, path, app, strip }: AddPathInput
): Promise<void> {
	const domain = await findDomain(ctx, { domainId, permission: 'projects:change' });
	const { host, serviceId, service } = domain;
	const { projectId } = service;
	try {
		await ctx.db.$transaction(async (tx) => {
			await tx.$executeRaw`select 1 from service where id = ${serviceId} for update`;
			const now = await tx.domain.findUniqueOrThrow({
				where: { id: domainId },
				select: { redirectTo: true, _count: { select: { paths: true } } }
			});
			if (now.redirectTo !== null) {
				const message = `${host} is redirected to ${now.redirectTo}: end that first, or divide ${now.redirectTo}.`;
				throw refuse('domain_redirected', 409, message, 'path');
			}
			if (now._count.paths >= mostPerDomain) {
				const message = `A domain has at most ${mostPerDomain} paths.`;
				throw refuse('invalid_path', 422, message, 'path');
			}
			// Another project's is as unknown as one that is not there.
			const to = await tx.service.findFirst({
				where: { name: app, projectId, deletedAt: null },
				select: { id: true }
			});
			if (!to) throw refuse('invalid_path', 422, `This project has no app “${app}”.`, 'app');
			if (to.id === serviceId) {
				throw refuse('invalid_path', 422, `${app} answers for all of ${host} already.`, 'app');
			}
			await tx.domainPath.create({
				data: { id: newId(), domainId, path, serviceId: to.id, strip }
			});
			await publishChange(tx, ctx, {
				action: 'path.added',
				subject: domainId,
				service,
				detail: { host, path, app }
			});
		});
	} catch (error) {
		if (!isUniqueViolation(error)) throw error;
		throw refuse('path_taken', 409, `${host}${path} leads to an app already.`, 'path');
	}
}
