import { setImmediate as turn } from 'node:timers/promises';
import type { LogPattern } from '#lib/rules/log-pattern.ts';
import { seek, seekAnyCase } from './seek.ts';

/** Finds the lines of a piece of a log that hold something. */
export type Finder = (bytes: Buffer) => Found | Promise<Found>;

export interface Found {
	/** The piece as it was searched: its line ends are the log's. */
	text: string;
	/** Where in `text` the found lines begin, ascending. */
	starts: number[];
}

const escape = '\u001b';
// eslint-disable-next-line no-control-regex -- the colours that a line may hold
const colours = /\u001b\[[\d;:]*m/g;
// eslint-disable-next-line no-control-regex -- what has no other form in UTF-8
const ascii = /^[\u0000-\u007f]*$/;

/** Milliseconds after which a pattern lets others have their turn. */
const longestTurn = 8;

/**
 * Finds words, in whatever case unless `isExact`, in what a reader sees: colours are passed over, and what was
 * overwritten after a carriage return. Linear in the bytes.
 */
export function findText(words: string, { isExact = false } = {}): Finder {
	const needle = words.replaceAll('\n', ' ');
	if (ascii.test(needle)) {
		const next = isExact ? seek : seekAnyCase;
		return (bytes) => {
			// One byte a character is decoded far quicker.
			const text = withoutColours(bytes.toString('latin1'));
			return { text, starts: startsOf(text, next(text, needle)) };
		};
	}
	const cased = (text: string) => (isExact ? text : text.toLowerCase());
	return (bytes) => {
		const text = withoutColours(cased(bytes.toString('utf8')));
		return { text, starts: startsOf(text, seek(text, cased(needle))) };
	};
}

/** Finds the lines that a pattern matches in what a reader sees. Linear in the bytes. */
export function findPattern(pattern: LogPattern, { isExact = false } = {}): Finder {
	return async (bytes) => {
		const text = withoutColours(bytes.toString('utf8'));
		const candidate = candidates(text, { literal: pattern.literal, isExact });
		const starts: number[] = [];
		let begun = performance.now();
		for (let start = candidate(0); start !== -1 && start < text.length;) {
			const newline = text.indexOf('\n', start);
			const end = newline === -1 ? text.length : newline;
			if (pattern.matches(text.slice(shownFrom(text, start), end))) starts.push(start);
			start = candidate(end + 1);
			if (performance.now() - begun < longestTurn) continue;
			await turn();
			begun = performance.now();
		}
		return { text, starts };
	};
}

/** Where the next line begins, from a line's start on, that may match; -1: none does. */
function candidates(
	text: string,
	{ literal, isExact }: { literal: string; isExact: boolean }
): (from: number) => number {
	const where = isExact ? text : text.toLowerCase();
	// A pattern takes "ſ" for an "s"; and in some languages small letters are more than capitals.
	const isSure = literal.length > 1 && where.length === text.length && !text.includes('ſ');
	if (!isSure) return (from) => from;
	const next = seek(where, literal);
	return (from) => {
		const found = next(from);
		return found === -1 ? -1 : Math.max(from, text.lastIndexOf('\n', found) + 1);
	};
}

const withoutColours = (text: string) => (text.includes(escape) ? text.replace(colours, '') : text);

/** Where the lines begin in which `next` finds something that is shown. */
function startsOf(text: string, next: (from: number) => number): number[] {
	const starts: number[] = [];
	for (let at = next(0); at !== -1;) {
		const start = text.lastIndexOf('\n', at) + 1;
		const shown = shownFrom(text, start);
		if (at < shown) at = next(shown);
		else {
			starts.push(start);
			const end = text.indexOf('\n', at);
			at = end === -1 ? -1 : next(end);
		}
	}
	return starts;
}

/** Where the shown text of the stored line begins that starts at `start`. */
function shownFrom(text: string, start: number): number {
	const time = text.indexOf('\t', start);
	const source = time === -1 ? -1 : text.indexOf('\t', time + 3);
	const from = source === -1 ? start : source + 1;
	const end = text.indexOf('\n', from);
	const line = text.slice(from, end === -1 ? text.length : end);
	return line.includes('\r') ? from + line.trimEnd().lastIndexOf('\r') + 1 : from;
}
