import { isVariableKey, variableKeyMessage } from './variable-key.ts';

export interface DotenvEntry {
	key: string;
	value: string;
	/** Counted from 1. */
	line: number;
}

export interface DotenvProblem {
	line: number;
	message: string;
}

export type DotenvResult =
	{ ok: true; entries: DotenvEntry[] } | { ok: false; problems: DotenvProblem[] };

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
	let at = 0;

	while (at < text.length) {
		const lineEnd = text.indexOf('\n', at) === -1 ? text.length : text.indexOf('\n', at);
		const start = line;
		const rest = text.slice(at, lineEnd);
		let end = lineEnd;

		if (rest.trim() !== '' && !rest.trimStart().startsWith('#')) {
			const [head, key = ''] = assignment.exec(rest) ?? [];
			if (head === undefined) {
				problems.push({ line: start, message: 'There is no = in this line.' });
			} else if (!isVariableKey(key)) {
				problems.push({ line: start, message: variableKeyMessage });
			} else {
				const valueStart = at + head.length;
				const quote = text[valueStart] ?? '';
				let value = '';
				if (valueStart < lineEnd && `"'\``.includes(quote)) {
					const reading = readQuoted(text, valueStart + 1, quote);
					if (reading) {
						value = reading.value;
						end = text.indexOf('\n', reading.end);
						if (end === -1) end = text.length;
						if (!/^\s*(#.*)?$/.test(text.slice(reading.end, end))) {
							problems.push({ line: start, message: 'There is text after the closing quote.' });
						}
					} else problems.push({ line: start, message: `The quote ${quote} is never closed.` });
				} else {
					value = text
						.slice(valueStart, lineEnd)
						.replace(/(^|\s)#.*$/, '')
						.trim();
				}
				const earlier = firstLine.get(key);
				if (earlier !== undefined) {
					const message = `${key} is defined twice (line ${earlier} and ${start}).`;
					problems.push({ line: start, message });
				} else firstLine.set(key, start);
				entries.push({ key, value, line: start });
			}
		}
		line += text.slice(at, end).split('\n').length;
		at = end + 1;
	}
	return problems.length > 0 ? { ok: false, problems } : { ok: true, entries };
}
