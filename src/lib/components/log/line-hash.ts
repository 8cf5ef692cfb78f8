/** "#L120" or "#L120-L140" as the first and last number; null for any other hash. */
export function parseLineHash(hash: string): [from: number, to: number] | null {
	const match = /^#L(\d{1,9})(?:-L(\d{1,9}))?$/.exec(hash);
	if (!match) return null;
	const from = Number(match[1]);
	const to = Number(match[2] ?? from);
	return from <= to ? [from, to] : [to, from];
}

/** The other way round. */
export function lineHash([from, to]: [number, number]): string {
	return from === to ? `#L${from}` : `#L${from}-L${to}`;
}
