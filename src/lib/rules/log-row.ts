/** One line of a log as the browser keeps it. */
export interface LogRow {
	/** Line number, from 1; null when the server had not counted the lines yet. */
	number: number | null;
	/** Milliseconds since the epoch. */
	at: number;
	/** The step of a deployment, or the container of a service. */
	source: string;
	stream: 'stdout' | 'stderr' | 'gantry';
	text: string;
}

/** The same on its way: small, and text is text. */
export type PackedRow = [
	number: number,
	at: number,
	stream: LogRow['stream'],
	source: string,
	text: string
];

export const unpackRow = ([number, at, stream, source, text]:
	PackedRow | [null, number, LogRow['stream'], string, string]): LogRow => ({
	...{ number, at, stream, source, text }
});

/** What a log's stream tells: how long it is, and its newest lines. */
export interface LogNews {
	/** Changes when the log is another one. */
	log: string;
	/** Number of the last line. */
	lines: number;
	/** How many rows each view has. */
	counts: Record<string, number>;
	/** The log's newest lines of any view, without a gap up to its end; at most some hundred. */
	rows: PackedRow[];
}

/** Some rows of one view, in order. */
export interface LogPage {
	log: string;
	view: string;
	/** How many rows the view has. */
	count: number;
	/** Place of the first of these rows, from 0. */
	from: number;
	rows: PackedRow[];
}

/** Where in a log something was found. */
export interface LogMatches {
	log: string;
	/** Number of the last line that was looked at, unless cut. */
	lines: number;
	/** Number of the line, its view, and its place there from 0. */
	places: [line: number, view: string, row: number][];
	/** There may be more. */
	isCut: boolean;
}
