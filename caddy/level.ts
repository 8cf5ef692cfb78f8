/**
 * What a Caddy understands, oldest first: 2.6 is Debian's; 2.7 keeps streams over a reload; 2.8 keeps
 * a name's last answer while names restarts, and asks permission by a module.
 */
export const caddyLevels = ['2.6', '2.7', '2.8'] as const;

export type CaddyLevel = (typeof caddyLevels)[number];

/** Does a Caddy of this level understand what came with `since`? */
export function understands(level: CaddyLevel, since: CaddyLevel): boolean {
	return caddyLevels.indexOf(level) >= caddyLevels.indexOf(since);
}
