import { StringDecoder } from 'node:string_decoder';
import type { LogStream } from '../spec.ts';
import { plainStep } from './plain-step.ts';
import type { Time, TraceStatus, TraceVertex } from './trace.ts';

interface Shown {
	number: number;
	vertex: TraceVertex;
	/** Unfinished line and the decoder that keeps cut characters, by stream. */
	partial: Map<LogStream, { decoder: StringDecoder; text: string }>;
	lines: string[];
	isDone: boolean;
}

/** How many of a step's last lines an error repeats. */
const lastLines = 12;
/** Characters of a line without an end that are held back until it comes. */
const longestHeld = 256 * 1024;

/**
 * Turns BuildKit's trace into lines: a heading a step ("#3 [deps 2/4] RUN npm ci"), its output whole
 * line by whole line, and how it ended. Steps run at once: the heading is repeated where the output changes hands.
 */
export class BuildLog {
	readonly #onLine: (line: string, stream: LogStream) => void;
	readonly #steps = new Map<string, Shown>();
	#current: Shown | null = null;

	constructor(onLine: (line: string, stream: LogStream) => void) {
		this.#onLine = onLine;
	}

	add({ vertexes, logs }: TraceStatus): void {
		// On a busy machine one message tells of a step's end and of the next one's beginning.
		const ends = (vertex: TraceVertex) => vertex.completed && this.#steps.has(vertex.digest);
		const ended = vertexes.filter(ends);
		const others = vertexes.filter((vertex) => !ended.includes(vertex));
		const digests = new Set(ended.map(({ digest }) => digest));
		this.#tell(
			ended,
			logs.filter(({ vertex }) => digests.has(vertex))
		);
		this.#tell(
			others,
			logs.filter(({ vertex }) => !digests.has(vertex))
		);
	}

	#tell(vertexes: TraceVertex[], logs: TraceStatus['logs']): void {
		for (const vertex of vertexes) this.#begin(vertex);
		for (const { vertex, stream, msg } of logs) {
			const step = this.#steps.get(vertex);
			if (step) this.#print(step, Buffer.from(msg), stream === 2 ? 'stderr' : 'stdout');
		}
		for (const vertex of vertexes) this.#end(vertex);
	}

	/** The step that failed by itself; others are only cancelled because of it. */
	failed(message: string): { name: string; error: string; lines: string[] } | null {
		const failed = [...this.#steps.values()].filter(({ vertex }) => vertex.error !== '');
		const own = failed.find(({ vertex }) => message.includes(vertex.error)) ?? failed[0];
		return own ? { name: own.vertex.name, error: own.vertex.error, lines: own.lines } : null;
	}

	#begin(vertex: TraceVertex): void {
		const known = this.#steps.get(vertex.digest);
		if (known) {
			known.vertex = { ...vertex, started: vertex.started ?? known.vertex.started };
			return;
		}
		if (!vertex.started) return;
		const isInner = /^\[internal\]|^copy \/context/.test(vertex.name);
		const number = isInner
			? 0
			: [...this.#steps.values()].filter((step) => step.number > 0).length + 1;
		const step: Shown = { number, vertex, partial: new Map(), lines: [], isDone: false };
		this.#steps.set(vertex.digest, step);
		if (!isInner) this.#turnTo(step);
	}

	#turnTo(step: Shown): void {
		if (this.#current === step || step.number === 0) return;
		this.#current = step;
		this.#onLine(`#${step.number} ${plainStep(step.vertex.name)}`, 'gantry');
	}

	#print(step: Shown, bytes: Buffer, stream: LogStream): void {
		const partial = step.partial.get(stream) ?? { decoder: new StringDecoder('utf8'), text: '' };
		step.partial.set(stream, partial);
		const lines = (partial.text + partial.decoder.write(bytes)).split('\n');
		partial.text = lines.pop() ?? '';
		if (partial.text.length > longestHeld) {
			lines.push(partial.text);
			partial.text = '';
		}
		for (const line of lines) this.#line(step, line, stream);
	}

	#line(step: Shown, line: string, stream: LogStream): void {
		const text = line.replace(/\r$/, '');
		step.lines = [...step.lines, text].slice(-lastLines);
		this.#turnTo(step);
		this.#onLine(text, stream);
	}

	#end({ digest }: TraceVertex): void {
		const step = this.#steps.get(digest);
		if (!step || step.isDone || !step.vertex.completed) return;
		step.isDone = true;
		for (const [stream, { text }] of step.partial) if (text !== '') this.#line(step, text, stream);
		if (step.number === 0) return;
		const { cached, error, started, completed } = step.vertex;
		const took = secondsBetween(started, completed).toFixed(1);
		const outcome = error !== '' ? `ERROR ${error}` : cached ? 'CACHED' : `DONE ${took}s`;
		this.#onLine(`#${step.number} ${outcome}`, error === '' ? 'gantry' : 'stderr');
	}
}

const secondsBetween = (from: Time | undefined, to: Time | undefined): number =>
	from && to ? to.seconds - from.seconds + (to.nanos - from.nanos) / 1e9 : 0;
