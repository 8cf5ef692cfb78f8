/** Parts of the container that the system or Docker itself keeps; a volume there breaks the container or hides it. */
const taken = [
	'/proc',
	'/sys',
	'/dev',
	'/etc',
	'/run',
	'/var/run',
	'/bin',
	'/sbin',
	'/lib',
	'/lib64',
	'/usr',
	'/boot',
	'/root'
];
/** Holds what was built: as a whole it would be hidden for good; a folder in it is fine. */
const ofTheImage = ['/app', '/home', '/opt', '/var', '/var/lib', '/srv', '/tmp', '/workspace'];

const longest = 255;

/** What is wrong with the path of a volume in its container, in one sentence; null: nothing. */
export function mountPathProblem(path: string): string | null {
	if (path === '') return 'A path is required, e.g. /data';
	if (!path.startsWith('/')) return 'The path is absolute: it starts with /, e.g. /data';
	if (path.length > longest) {
		return `A path is at most ${longest} characters (got ${path.length}).`;
	}
	if (!/^[\w./@+-]+$/.test(path)) {
		return 'A path has letters, digits and . _ - @ + only, e.g. /data/uploads';
	}
	const parts = path.split('/').slice(1);
	if (parts.some((part) => part === '..' || part === '.')) return 'The path contains no . or ..';
	if (path === '/') return 'The whole container can not be a volume: take a folder, e.g. /data';
	if (parts.includes('')) return 'The path has no double slash and none at its end, e.g. /data';
	const system = taken.find((folder) => path === folder || path.startsWith(`${folder}/`));
	if (system && !isAllowed(path)) {
		return `${system} belongs to the system of the container: take a folder of the app, e.g. /data`;
	}
	if (ofTheImage.includes(path)) {
		return `A volume would hide what the image has in ${path}: take a folder in it, e.g. ${path}/data`;
	}
	return null;
}

/** Where well-known images keep their data, inside of what is the system's. */
const isAllowed = (path: string) => /^\/usr\/(share|local)\/[^/]+\/[^/]+/.test(path);

/** Is one of them the other, or inside of it? Then the one hides a part of the other. */
export function pathsOverlap(one: string, other: string): boolean {
	return one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}

/** What is wrong with the name of a volume; null: nothing. */
export function volumeNameProblem(name: string): string | null {
	if (name === '') return 'A name is required, e.g. data';
	if (name.length > 63) return `A name is at most 63 characters (got ${name.length}).`;
	if (!/^[a-z][a-z0-9-]*$/.test(name) || name.endsWith('-')) {
		return 'A name has a-z, 0-9 and - only, starts with a letter and does not end with -.';
	}
	return null;
}
