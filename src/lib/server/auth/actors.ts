import type { Actor } from '../context.ts';
import type { Db } from '../db/client.ts';
import { AppError } from '../errors.ts';

/** Nobody yet: may sign in, claim a new installation, and nothing else. */
export function anonymous(address: string | null): Actor {
	return { kind: 'user', userId: null, email: null, role: 'user', address };
}

/** Gantry itself: signed webhooks and the worker. */
export function system(address: string | null = null): Actor {
	return { kind: 'system', userId: null, email: null, role: 'admin', address };
}

/** Who holds the server's console is the first admin. Errors: not_claimed. */
export async function consoleActor(db: Db): Promise<Actor> {
	const admin = await db.user.findFirst({
		where: { role: 'admin' },
		orderBy: { createdAt: 'asc' },
		select: { id: true, email: true }
	});
	if (!admin) {
		throw new AppError('not_claimed', 409, 'This installation has no admin account yet.', {
			hint: 'Create it with: npx gantry setup --email you@example.com --password-stdin'
		});
	}
	return { kind: 'user', userId: admin.id, email: admin.email, role: 'admin', address: null };
}
