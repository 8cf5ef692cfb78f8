const longest = 200;

/** What is wrong with the part of a domain that a service shall answer for; null: nothing. */
export function pathPrefixProblem(path: string): string | null {
	if (path === '') return 'A path is required, e.g. /api';
	if (!path.startsWith('/')) return 'The path must start with /, e.g. /api';
	if (path === '/') return '“/” is the whole domain: take a part of it, e.g. /api';
	if (path.length > longest)
		return `The path is at most ${longest} characters (got ${path.length}).`;
	if (/[?#]/.test(path)) return 'The path ends before ? and #.';
	if (!/^[\w./~-]+$/.test(path)) return 'The path has letters, digits and - . _ ~ only, e.g. /api';
	const parts = path.slice(1).split('/');
	if (parts.some((part) => part === '.' || part === '..'))
		return 'The path must contain no . or ..';
	if (parts.includes('')) return 'The path has no double slash and none at its end, e.g. /api';
	return null;
}
