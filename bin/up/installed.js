/** @typedef {{ packages?: Record<string, { version?: string, optional?: boolean, link?: boolean }> }} Lock */

/**
 * Compares package-lock.json with npm's own record of node_modules (node_modules/.package-lock.json).
 * Optional packages of other platforms may be missing. Returns the paths that differ.
 * @param {Lock} wanted
 * @param {Lock} installed
 */
export function differingPackages(wanted, installed) {
	return Object.entries(wanted.packages ?? {})
		.filter(([path, entry]) => {
			if (path === '' || entry.link) return false;
			const there = installed?.packages?.[path];
			return there ? there.version !== entry.version : !entry.optional;
		})
		.map(([path]) => path);
}
