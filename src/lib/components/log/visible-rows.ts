/** Which rows a window of fixed-height rows shows, with some to spare above and below. */
export function visibleRows(
	{ top, height }: { top: number; height: number },
	{ count, rowHeight, spare }: { count: number; rowHeight: number; spare: number }
): { first: number; end: number } {
	const first = Math.max(0, Math.min(Math.floor(top / rowHeight) - spare, count));
	const end = Math.min(count, Math.ceil((top + height) / rowHeight) + spare);
	return { first, end: Math.max(first, end) };
}
