import { applySgr, plainStyle, type AnsiStyle } from './ansi-style.ts';

export interface Span extends AnsiStyle {
	text: string;
}

/** Drawing more of one line than this helps nobody; the download has it whole. */
const longestShown = 4000;

const escape = '\u001b';
// CSI, OSC (ended by BEL or ST, and broken off by a carriage return), and the two-letter sequences.
const sequence = new RegExp(
	`${escape}\\[([0-9;:?<=>]*)[ -/]*([@-~])|${escape}\\][^\\r\\u0007${escape}]*(?:\\u0007|${escape}\\\\)?|${escape}[ -/]*[0-Z\\\\^-~]`,
	'g'
);
// What moves to the line's start or clears it: the text before it is gone from the screen.
const overwritten = new RegExp(`\\r|${escape}\\[1?G|${escape}\\[2K`, 'g');
// eslint-disable-next-line no-control-regex -- these are what must not reach the page
const invisible = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const bidirectional = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const visible = (text: string) => text.replace(invisible, '').replace(bidirectional, '\ufffd');

const unusual =
	// eslint-disable-next-line no-control-regex -- as above
	/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** Where the last state of a line begins that was drawn over again and again. */
function lastState(text: string): number {
	let end = text.length;
	for (const match of [...text.matchAll(overwritten)].reverse()) {
		const start = match.index + match[0].length;
		if (visible(text.slice(start, end).replace(sequence, '')).trim() !== '') return start;
		end = match.index;
	}
	return 0;
}

/**
 * A line of a log as styled pieces of plain text. Colours before an overwritten part still count;
 * everything that is not text or colour is dropped.
 */
export function parseAnsi(line: string): Span[] {
	if (!unusual.test(line)) return [{ ...plainStyle, text: clip(line) }];
	const start = lastState(line);
	const spans: Span[] = [];
	let style = plainStyle;
	let at = 0;
	let room = longestShown;
	const add = (from: number, to: number) => {
		const text = visible(line.slice(Math.max(from, start), Math.max(to, start)));
		if (text === '' || room <= 0) return;
		spans.push({ ...style, text: text.length > room ? `${text.slice(0, room)}…` : text });
		room -= text.length;
	};
	for (const match of line.matchAll(sequence)) {
		add(at, match.index);
		if (match[2] === 'm') style = applySgr(style, match[1] ?? '');
		at = match.index + match[0].length;
	}
	add(at, line.length);
	return spans;
}

/** The text alone: for searching. */
export function plainText(line: string): string {
	if (!unusual.test(line)) return line;
	return visible(line.slice(lastState(line)).replace(sequence, ''));
}

function clip(text: string): string {
	return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
