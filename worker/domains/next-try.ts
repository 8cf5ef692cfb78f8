/** Authorities allow five failed tries an hour for one host (Let's Encrypt). */
const pauseMinutes = [1, 5, 15, 60, 3 * 60];
const longestMinutes = 6 * 60;

/** When a certificate is asked for again, should the try that begins now fail; `tries` failed before it. */
export function nextTry(now: Date, tries: number): Date {
	return new Date(now.getTime() + 60_000 * (pauseMinutes[tries] ?? longestMinutes));
}
