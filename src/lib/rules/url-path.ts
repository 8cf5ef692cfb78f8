export const urlPathMessage = 'must start with / and contain no .. or braces';

/** Is this the path of a URL, and nothing but a path? No host, no dots that climb, nothing that Caddy expands. */
export function isUrlPath(path: string): boolean {
	if (!path.startsWith('/') || path.length > 1024) return false;
	if (/[\s\p{Cc}\p{Cf}\\{}<>"#]/u.test(path) || path.includes('//')) return false;
	const decoded = path.replace(/%2e/gi, '.').replace(/%2f|%5c/gi, '/');
	return !decoded.split(/[/?]/).includes('..');
}
