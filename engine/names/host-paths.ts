import type { HostPath } from './port.ts';

/**
 * The longest path that a request's is, or stands below; null: none. Letters count as they are written and
 * `%61` is not `a`: what is written otherwise goes to the host's owner.
 */
export function pathFor(url: string, paths: readonly HostPath[]): HostPath | null {
	const asked = url.replace(/[?#].*$/s, '');
	const fitting = paths.filter(({ path }) => asked === path || asked.startsWith(`${path}/`));
	return fitting.toSorted((one, other) => other.path.length - one.path.length)[0] ?? null;
}
