/** The numbers of a version: "20.10.24+dfsg1" → [20, 10, 24]. */
function numbersOf(version: string): number[] {
	return (/\d+(\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);
}

/** Is it that version or a later one? Missing numbers count as zero. */
export function isAtLeast(version: string, wanted: string): boolean {
	const [have, want] = [numbersOf(version), numbersOf(wanted)];
	for (let index = 0; index < want.length; index += 1) {
		const difference = (have[index] ?? 0) - (want[index] ?? 0);
		if (difference !== 0) return difference > 0;
	}
	return true;
}
