/** How long and how much a Git host may take. */
export interface GitLimits {
	/** Milliseconds without a byte. */
	idle: number;
	/** Milliseconds for one call. */
	total: number;
	/** Bytes of one transfer. */
	bytes: number;
}

export const gitLimits: GitLimits = { idle: 60_000, total: 300_000, bytes: 2 ** 30 };
