import { isVariableKey, variableKeyMessage } from './variable-key.ts';

export interface DotenvEntry {
	key: string;
	value: string;
	/** Comment and blank lines above it, and what was written behind it, each with its line end. */
	note: string;
	/** The value stands in no quotes. */
	isBare: boolean;
	/** Counted from 1. */
	line: number;
}

export interface DotenvProblem {
	line: number;
	message: string;
}

export type DotenvResult =
	/** `tail`: comment and blank lines below the last entry. */
	{ ok: true; entries: DotenvEntry[]; tail: string } | { ok: false; problems: DotenvProblem[] };

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' };
const assignment = /^\s*(?:export\s+)?([^=\s]*)\s*=[^\S\n]*/;

interface Reading {
	value: string;
	/** Index after the value's last character. */
	end: number;
}

/** A value in quotes from `start` (after the opening one); null when it is never closed. */
function readQuoted(text: string, start: number, quote: string): Reading | null {
	let value = '';
	for (let at = start; at < text.length; at++) {
		const character = text[at];
		if (character === quote) return { value, end: at + 1 };
		const escaped = text[at + 1];
		if (character === '\\' && quote === '"' && escaped !== undefined && escaped in escapes) {
			value += escapes[escaped];
			at++;
		} else value += character;
	}
	return null;
}

type Line = { end: number } & (
	| { kind: 'blank'; text: string }
	| { kind: 'entry'; key: string; value: string; isBare: boolean; behind: string }
	| { kind: 'mistake'; message: string }
);

/** What begins at `at`: one line, or several when its value stands in quotes. `end` is its last line's end. */
function readLine(text: string, at: number): Line {
	const endOfLine = (from: number) => {
		const end = text.indexOf('\n', from);
		return end === -1 ? text.length : end;
	};
	const end = endOfLine(at);
	const line = text.slice(at, end);
	const mistake = (message: string): Line => ({ kind: 'mistake', message, end });
	if (/^\s*(#.*)?$/s.test(line)) return { kind: 'blank', text: line.trim(), end };
	const [head, key = ''] = assignment.exec(line) ?? [];
	if (!line.includes('=')) return mistake('There is no = in this line.');
	if (head === undefined || !isVariableKey(key)) return mistake(variableKeyMessage);
	const start = at + head.length;
	const quote = start < end ? (text[start] ?? '') : '';
	if (quote === '' || !`"'\``.includes(quote)) {
		const [, bare = '', behind = ''] =
			/^(.*?)(?:(?:^|\s)(#.*))?$/s.exec(text.slice(start, end)) ?? [];
		return { kind: 'entry', key, value: bare.trim(), isBare: true, behind: behind.trim(), end };
	}
	const reading = readQuoted(text, start + 1, quote);
	if (!reading) return mistake(`The quote ${quote} is never closed.`);
	const last = endOfLine(reading.end);
	const behind = text.slice(reading.end, last).trim();
	return /^(#.*)?$/s.test(behind)
		? { kind: 'entry', key, value: reading.value, isBare: false, behind, end: last }
		: { kind: 'mistake', message: 'There is text after the closing quote.', end: last };
}

/**
 * Reads the text of a .env file: comments, `export`, single, double and back quotes, values over
 * several lines. Nothing is expanded. All mistakes are reported, each with its line.
 */
export function parseDotenv(source: string): DotenvResult {
	const text = source.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
	const entries: DotenvEntry[] = [];
	const problems: DotenvProblem[] = [];
	const firstLine = new Map<string, number>();
	let line = 1;
	let above = '';
	for (let at = 0; at < text.length;) {
		const read = readLine(text, at);
		if (read.kind === 'mistake') problems.push({ line, message: read.message });
		if (read.kind === 'blank') above += `${read.text}\n`;
		if (read.kind === 'entry') {
			const { key, value, isBare, behind } = read;
			const earlier = firstLine.get(key);
			if (earlier === undefined) firstLine.set(key, line);
			else {
				const message = `${key} is defined twice (line ${earlier} and ${line}).`;
				problems.push({ line, message });
			}
			entries.push({ key, value, isBare, note: above + (behind && `${behind}\n`), line });
			above = '';
		}
		line += text.slice(at, read.end).split('\n').length;
		at = read.end + 1;
	}
	return problems.length > 0 ? { ok: false, problems } : { ok: true, entries, tail: above };
}

/** A value as it has to stand behind the `=` so that parseDotenv reads the same again. */
export function writeDotenvValue(value: string): string {
	if (/^[\w.,:/@%+=?&~^-]*$/.test(value)) return value;
	// Other programs expand $ in double quotes, so single ones come first.
	if (!/['\r\n]/.test(value)) return `'${value}'`;
	const escaped = value.replaceAll(/[\\"$]/g, '\\$&').replaceAll('\r', '\\r');
	return `"${escaped}"`;
}
