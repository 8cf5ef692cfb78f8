import type { Cookies } from '@sveltejs/kit';
import type { SignedIn } from './sessions.ts';

/**
 * `__Host-` binds the cookie to this very host over HTTPS. Plain HTTP on loopback can not have it, and
 * there the port is part of the name: browsers give one host's cookies to all of its ports.
 */
function cookieName(origin: string): string {
	const { protocol, port } = new URL(origin);
	return protocol === 'https:' ? '__Host-gantry_session' : `gantry_session_${port || 80}`;
}

const attributes = (origin: string) => ({
	path: '/',
	httpOnly: true,
	secure: origin.startsWith('https:'),
	sameSite: 'lax' as const
});

/** `origin` is `locals.origin`, here and below. */
export function readSessionCookie(
	cookies: { get(name: string): string | undefined },
	origin: string
): string | null {
	return cookies.get(cookieName(origin)) ?? null;
}

/** After login, claimInstallation and changePassword. */
export function setSessionCookie(
	cookies: Cookies,
	{ sessionId, expiresAt }: SignedIn,
	origin: string
): void {
	cookies.set(cookieName(origin), sessionId, { ...attributes(origin), expires: expiresAt });
}

/** After logout. */
export function clearSessionCookie(cookies: Cookies, origin: string): void {
	cookies.delete(cookieName(origin), attributes(origin));
}
