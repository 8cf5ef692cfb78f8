import type { Cookies } from '@sveltejs/kit';
import type { SignedIn } from './sessions.ts';

/** `__Host-` binds the cookie to this very host over HTTPS; plain HTTP on loopback can not have it. */
const cookieName = (isHttps: boolean) => (isHttps ? '__Host-gantry_session' : 'gantry_session');

export function readSessionCookie(cookies: Cookies, isHttps: boolean): string | null {
	return cookies.get(cookieName(isHttps)) ?? null;
}

/** After login, claimInstallation and changePassword. `origin` is `locals.origin`. */
export function setSessionCookie(
	cookies: Cookies,
	{ sessionId, expiresAt }: SignedIn,
	origin: string
): void {
	const isHttps = origin.startsWith('https:');
	cookies.set(cookieName(isHttps), sessionId, {
		path: '/',
		httpOnly: true,
		secure: isHttps,
		sameSite: 'lax',
		expires: expiresAt
	});
}

/** After logout. */
export function clearSessionCookie(cookies: Cookies, origin: string): void {
	const isHttps = origin.startsWith('https:');
	cookies.delete(cookieName(isHttps), {
		path: '/',
		httpOnly: true,
		secure: isHttps,
		sameSite: 'lax'
	});
}
