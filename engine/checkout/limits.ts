/** How long and how much a Git host may take. */
export interface GitLimits {
	/** Milliseconds without a byte. */
	idle: number;
	/** Milliseconds for one call. */
	total: number;
	/** Bytes of one transfer. */
	bytes: number;
}

/** Idle is what tells a hung host; the total lets a large repository through a slow line. */
export const gitLimits: GitLimits = { idle: 60_000, total: 600_000, bytes: 4 * 2 ** 30 };
