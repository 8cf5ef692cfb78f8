/** One line of a log as the browser keeps it. */
export interface LogRow {
	/** Line number, from 1; null when the log is not shown from its start. */
	number: number | null;
	/** Milliseconds since the epoch. */
	at: number;
	/** The step of a deployment, or the container of a service. */
	source: string;
	stream: 'stdout' | 'stderr' | 'gantry';
	text: string;
}

/** What the server sends for many lines at once: small, and text is text. */
export type LogBatch = [at: number, stream: LogRow['stream'], source: string, text: string][];
