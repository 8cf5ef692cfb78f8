/** What one site may be at most. */
export const siteLimits = {
	files: 100_000,
	bytes: 4 * 2 ** 30,
	/** Bytes of a path; Linux takes 4096 for all of it, our own folders included. */
	path: 1024,
	depth: 64,
	links: 10_000
};

export type SiteLimits = typeof siteLimits;
