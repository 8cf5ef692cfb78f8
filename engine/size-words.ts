const kibibyte = 2 ** 10;
const units = ['KB', 'MB', 'GB', 'TB'];

/** Bytes for people, in steps of 1024: "512 MB", "3.1 GB". */
export function sizeWords(bytes: number): string {
	let value = bytes / kibibyte;
	let unit = 0;
	while (value >= 1000 && unit < units.length - 1) {
		value /= kibibyte;
		unit++;
	}
	const isWhole = value >= 99.5 || Number.isInteger(value);
	return `${value.toFixed(isWhole ? 0 : 1)} ${units[unit]}`;
}
