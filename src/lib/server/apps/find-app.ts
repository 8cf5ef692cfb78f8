import type { Permission } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { findServiceByName, type FoundService } from '../services/find-service.ts';

/** The service that the deploy API calls an app. Errors: app_not_found (404), the same for a foreign one. */
export async function findApp(
	ctx: Context,
	{ name, permission }: { name: string; permission: Permission }
): Promise<FoundService> {
	const isName = /^[a-z0-9-]{1,63}$/.test(name);
	const service = isName ? await findServiceByName(ctx, { name, permission }) : null;
	if (service) return service;
	const shown = name.slice(0, 63).replaceAll(/[\p{Cc}\p{Cf}]/gu, '');
	throw new AppError('app_not_found', 404, `App '${shown}' not found`);
}
