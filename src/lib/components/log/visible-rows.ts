/** A browser lays out no more than some 17 million pixels: a longer log is scrolled in larger steps. */
const mostPixels = 15_000_000;

export interface RowWindow {
	/** The rows to draw: from `first` up to before `end`. */
	first: number;
	end: number;
	/** Where the first of them is drawn, in pixels from the top of the content. */
	top: number;
}

interface Rows {
	count: number;
	/** Of one row, in pixels. */
	rowHeight: number;
}

/** Height of the content that is scrolled, in pixels. */
export const contentHeight = ({ count, rowHeight }: Rows) =>
	Math.min(count * rowHeight, mostPixels);

/** Which rows a window of fixed-height rows shows, with some to spare above and below. */
export function visibleRows(
	{ top, height }: { top: number; height: number },
	{ spare, ...rows }: Rows & { spare: number }
): RowWindow {
	const { count, rowHeight } = rows;
	const hidden = Math.max(0, count * rowHeight - height);
	const scrolled = Math.max(0, contentHeight(rows) - height);
	const at = scrolled > 0 ? Math.min(top, scrolled) * (hidden / scrolled) : 0;
	const first = Math.max(0, Math.min(Math.floor(at / rowHeight) - spare, count));
	const end = Math.max(first, Math.min(count, Math.ceil((at + height) / rowHeight) + spare));
	return { first, end, top: Math.min(top, scrolled) - (at - first * rowHeight) };
}

/** Where to scroll for a row to stand at the top of the window, in pixels. */
export function scrollTopOf(row: number, height: number, rows: Rows): number {
	const hidden = Math.max(0, rows.count * rows.rowHeight - height);
	const scrolled = Math.max(0, contentHeight(rows) - height);
	return hidden > 0 ? Math.min(row * rows.rowHeight, hidden) * (scrolled / hidden) : 0;
}
