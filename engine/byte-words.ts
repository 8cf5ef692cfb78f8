const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** 1536 → "1.5 KB"; a kilobyte is 1024 bytes, as Docker's and the system's own tools count. */
export function byteWords(bytes: number): string {
	let amount = Math.max(0, bytes);
	let place = 0;
	// What would be rounded to 1024 belongs to the next unit.
	while (amount >= 1023.5 && place < units.length - 1) {
		amount /= 1024;
		place++;
	}
	const digits = place > 0 && amount < 9.95 ? 1 : 0;
	return `${Number(amount.toFixed(digits))} ${units[place]}`;
}
