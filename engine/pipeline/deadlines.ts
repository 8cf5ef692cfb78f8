const second = 1_000;
const minute = 60 * second;

/** How long each part of a deployment may take, in milliseconds. */
export const deadlines = {
	checkout: 6 * minute,
	detect: minute,
	/** Waiting for other builds included; each build's own time is what the settings say. */
	buildTurn: 6 * 60 * minute,
	start: 2 * minute,
	switch: 2 * minute,
	/** Open requests of the old version. */
	drain: 30 * second,
	prune: 2 * minute
};
