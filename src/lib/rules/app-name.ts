/** Rules of app names: the first label of the host name, unique in the installation. */

export const appNameMessage = 'Invalid app name. Use lowercase letters, numbers, and hyphens only.';
export const appNameMaxLength = 20;

/** Names that are ours, or that people would take for ours. */
const reserved = new Set([
	'admin',
	'api',
	'app',
	'assets',
	'auth',
	'dashboard',
	'edge',
	'gantry',
	'health',
	'hooks',
	'internal',
	'localhost',
	'login',
	'mail',
	'names',
	'panel',
	'setup',
	'shared',
	'static',
	'status',
	'svc',
	'www',
	'_next'
]);

export function isReservedName(name: string): boolean {
	return reserved.has(name.toLowerCase());
}

/** What is wrong with an app name, for people; null when nothing is. */
export function appNameProblem(name: string): string | null {
	if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > appNameMaxLength) {
		return appNameMessage;
	}
	// A label that starts like an encoded international one would be shown as another name.
	if (name.startsWith('xn-')) return appNameMessage;
	return isReservedName(name) ? `'${name}' is a reserved name.` : null;
}

/** A valid app name made of a repository URL or of any text: "https://x.y/My_Shop.git" → "my-shop". */
export function suggestAppName(source: string): string {
	const last = source.trim().replace(/\/+$/, '').split(/[/:]/).at(-1) ?? '';
	const name = last
		.replace(/\.git$/i, '')
		.normalize('NFKD')
		.toLowerCase()
		.replace(/\p{M}/gu, '')
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^[^a-z]+/, '')
		.slice(0, appNameMaxLength)
		.replace(/-+$/, '');
	return appNameProblem(name) === null ? name : 'my-app';
}
