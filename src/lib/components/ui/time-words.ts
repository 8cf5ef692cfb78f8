const units: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
	['year', 31_536_000],
	['month', 2_592_000],
	['week', 604_800],
	['day', 86_400],
	['hour', 3600],
	['minute', 60]
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' });
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec'.split(' ');

/** "just now", "4 minutes ago", "in 2 days". */
export function relativeTime(at: Date, now: number): string {
	const seconds = Math.round((at.getTime() - now) / 1000);
	if (Math.abs(seconds) < 45) return 'just now';
	for (const [unit, size] of units) {
		if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
	}
	return relative.format(Math.sign(seconds), 'minute');
}

/** Of something to come: "at any moment", "in 12 s", "in 5 minutes". */
export function timeUntil(at: Date, now: number): string {
	const seconds = Math.round((at.getTime() - now) / 1000);
	if (seconds <= 0) return 'at any moment';
	return seconds < 60 ? `in ${seconds} s` : relativeTime(at, now);
}

/** "21 Nov 2026, 02:13:45 UTC". */
export function absoluteTime(at: Date): string {
	// By hand: Intl takes as long for it as for the rest of a row, and a list has many.
	const time = at.toISOString().slice(11, 19);
	return `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}, ${time} UTC`;
}

/** "840 ms", "12.4 s", "3 m 05 s", "1 h 02 m". */
export function durationWords(milliseconds: number): string {
	const ms = Math.max(0, milliseconds);
	if (ms < 1000) return `${Math.round(ms)} ms`;
	if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
	const seconds = Math.round(ms / 1000);
	const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
	const two = (value: number) => String(value).padStart(2, '0');
	if (hours > 0) return `${hours} h ${two(minutes % 60)} m`;
	return `${minutes} m ${two(seconds % 60)} s`;
}
