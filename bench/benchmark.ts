import type { Row } from './table.ts';

export interface BenchOptions {
	/** Pairs that count; one more runs first and is thrown away. */
	pairs: number;
	/** Fewer requests, shorter waits, smaller sizes: to try the benches themselves. */
	isQuick: boolean;
	/** How long the idle product is watched. */
	idleSeconds: number;
	/** Aborts between two runs; everything made so far is removed then, too. */
	signal: AbortSignal;
	/** One line for whoever waits. */
	say: (line: string) => void;
}

export interface Report {
	rows: Row[];
	/** Markdown below the table: where the time went. */
	notes: string[];
}

/** One of the ratios of docs/performance.md. */
export interface Benchmark {
	id: string;
	title: string;
	run: (options: BenchOptions) => Promise<Report>;
}
