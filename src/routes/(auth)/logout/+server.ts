import { redirect } from '@sveltejs/kit';
import { logout } from '#lib/server/auth/logout.ts';
import { clearSessionCookie } from '#lib/server/auth/session-cookie.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals: { context, session, origin }, cookies }) => {
	if (session) await logout(context, { sessionId: session.id });
	clearSessionCookie(cookies, origin);
	redirect(303, '/login');
};
