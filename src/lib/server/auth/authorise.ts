import type { Prisma } from '#prisma/client/client.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';

/**
 * What an operation is about to do. Seeing and changing projects is open to everyone signed in,
 * within what is theirs; the installation belongs to admins.
 */
export type Permission =
	| 'projects:see'
	| 'projects:change'
	/** Look inside what runs: whoever may change a project may, unless the installation says no. */
	| 'terminal:open'
	| 'account:change'
	| 'installation:see'
	| 'installation:change';

const adminsOnly = new Set<Permission>(['installation:see', 'installation:change']);

/**
 * The one place that decides who may do what. Returns the scope that every query of the operation is
 * limited to. Errors: signed_out (401), not_allowed (403).
 */
export function authorise(ctx: Context, permission: Permission): Prisma.ProjectWhereInput {
	const { kind, userId, role } = ctx.actor;
	if (kind !== 'system' && userId === null) {
		throw new AppError('signed_out', 401, 'You are not signed in.', { hint: 'Sign in first.' });
	}
	if (adminsOnly.has(permission) && role !== 'admin') {
		throw new AppError('not_allowed', 403, 'Only an admin may do this.');
	}
	const ownerId = role === 'admin' ? undefined : (userId ?? '');
	return { deletedAt: null, ...(ownerId !== undefined && { ownerId }) };
}

/** The signed-in person, where the system has no business. Errors: signed_out. */
export function signedInUser(ctx: Context): string {
	authorise(ctx, 'account:change');
	if (ctx.actor.userId !== null) return ctx.actor.userId;
	throw new AppError('signed_out', 401, 'You are not signed in.');
}
