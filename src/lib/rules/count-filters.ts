/**
 * How many of a list's filters are set. One that is not, is null, undefined or absent: what an address gives
 * as '' was read as one of these before, and where '' itself is a choice (the process that answers requests)
 * it counts.
 */
export function countFilters(filter: object): number {
	return Object.values(filter).filter((value) => value !== null && value !== undefined).length;
}
