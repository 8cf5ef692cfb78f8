const shortestSeconds = 14;
const longestSeconds = 30 * 60;
/** A domain that points here may one day point elsewhere. */
const settledSeconds = 60 * 60;

/**
 * When a domain's DNS is looked up again: after a tenth of the time that it has waited already, so every
 * 15 s at first, when a person may be sitting in front of it, every minute after 10 minutes, and twice an hour
 * after 5 hours.
 */
export function nextLook(
	now: Date,
	{ pointsHere, waitsSince }: { pointsHere: boolean; waitsSince: Date }
): Date {
	const waited = (now.getTime() - waitsSince.getTime()) / 1000;
	const growing = Math.min(Math.max(waited / 10, shortestSeconds), longestSeconds);
	return new Date(now.getTime() + 1000 * (pointsHere ? settledSeconds : growing));
}
