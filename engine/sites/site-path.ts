import { AppError } from '../error.ts';
import type { SiteLimits } from './limits.ts';

/**
 * Path of a tar's entry below the site's folder; null for what is no part of the site: outside of the
 * folder, or hidden (but for .well-known). Errors: site_unreadable, site_too_large.
 */
export function sitePath(name: string, folder: string, limits: SiteLimits): string | null {
	const parts = name.replace(/\/$/, '').split('/');
	while (parts[0] === '.') parts.shift();
	if (parts.length === 0) return null;
	if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\0'))) {
		throw new AppError(
			'site_unreadable',
			422,
			'The finished site has a file of an impossible name',
			{
				hint: `It would lead out of the site: ${JSON.stringify(name.slice(0, 200))}`
			}
		);
	}
	const base = folder === '' ? [] : folder.split('/');
	if (base.some((part, index) => parts[index] !== part)) return null;
	const own = parts.slice(base.length);
	if (own.some((part, index) => part.startsWith('.') && !(index === 0 && part === '.well-known'))) {
		return null;
	}
	const path = own.join('/');
	if (path === '') return null;
	const isLong = own.some((part) => Buffer.byteLength(part) > 255);
	if (isLong || own.length > limits.depth || Buffer.byteLength(path) > limits.path) {
		throw new AppError('site_too_large', 422, 'The finished site has a path that is too long', {
			hint: `At most ${limits.path} bytes and ${limits.depth} folders deep: ${path.slice(0, 100)}…`
		});
	}
	return path;
}
