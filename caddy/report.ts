import { caddyLevel, caddyVersion } from './binary.ts';
import { understands, type CaddyLevel } from './level.ts';

export interface CaddyReport {
	binary: string;
	/** Like 2.6.2; `unknown` when the program does not tell. */
	version: string;
	level: CaddyLevel;
	/** What a newer Caddy would bring, a sentence each; empty when nothing is missing. */
	missing: string[];
}

const gains: { since: CaddyLevel; text: string }[] = [
	{
		since: '2.7',
		text: 'Caddy 2.7 keeps WebSockets open when a site with its own route (password, redirect) changes.'
	},
	{
		since: '2.8',
		text: 'Caddy 2.8 answers with the last known address at once while the names process restarts; older ones hold requests for up to half a second.'
	}
];

/** For `gantry doctor`: which Caddy there is, and what a newer one would bring. */
export async function reportCaddy(
	binary: string,
	options: { signal?: AbortSignal } = {}
): Promise<CaddyReport> {
	const [version, level] = await Promise.all([
		caddyVersion(binary, options),
		caddyLevel(binary, options)
	]);
	const missing = gains.filter(({ since }) => !understands(level, since)).map(({ text }) => text);
	return { binary, version, level, missing };
}
