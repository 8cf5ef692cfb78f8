const minute = 60_000;

/** How long each part of a deployment may take, in milliseconds. */
export const deadlines = {
	checkout: 12 * minute,
	detect: minute,
	/** Waiting for other builds included; each build's own time is what the settings say. */
	buildTurn: 6 * 60 * minute,
	/** The release command. */
	release: 15 * minute,
	/** Unpacking a finished site. */
	publish: 10 * minute,
	start: 2 * minute,
	switch: 2 * minute,
	/** Besides the times that the settings say. */
	drain: minute,
	prune: 2 * minute
};
