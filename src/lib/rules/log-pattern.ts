import { RE2JS, RE2JSException } from 're2js';
import type { TextRange } from './text-range.ts';

/** Beyond it, one long line alone would keep the event loop busy for too long. */
const largestProgram = 1_000;

export interface LogPattern {
	/** Does any part of a line match? */
	matches(line: string): boolean;
	/** Stands in every line that matches, in small letters unless capitals count; '': nothing is known to. */
	literal: string;
	/** Where it matches, at most `most` of them. */
	ranges(line: string, most: number): TextRange[];
}

/**
 * A regular expression of somebody's making, for single lines. Matched in time linear in their length, so that
 * none can keep a process busy for ever. Errors: PatternProblem.
 */
export function readPattern(pattern: string, { isExact }: { isExact: boolean }): LogPattern {
	const compiled = compile(pattern, isExact ? 0 : RE2JS.CASE_INSENSITIVE);
	const literal = literalOf(pattern);
	return {
		literal: isExact ? literal : literal.toLowerCase(),
		matches: (line) => compiled.test(line),
		ranges(line, most) {
			const ranges: TextRange[] = [];
			const matcher = compiled.matcher(line);
			while (ranges.length < most && matcher.find()) {
				if (matcher.end() > matcher.start()) ranges.push([matcher.start(), matcher.end()]);
			}
			return ranges;
		}
	};
}

const plain = /^[A-Za-z0-9 _\-/:;,<>="'@#%&~!]$/;

/** The longest run of plain letters that no choice, group or count makes optional; '' when that is not plain to see. */
function literalOf(pattern: string): string {
	if (/[|()\\[\]{]/.test(pattern.replace(/\\[dwsDWSb.]/g, '.'))) return '';
	const pieces = pattern.replace(/\\./g, '.').match(/.[?*+]?/gsu) ?? [];
	let longest = '';
	let run = '';
	for (const piece of pieces) {
		const isPlain = plain.test(piece[0] ?? '') && piece.length === 1;
		run = isPlain ? run + piece : '';
		if (run.length > longest.length) longest = run;
	}
	return longest;
}

/** Why a pattern cannot be used; its message is for people. */
export class PatternProblem extends Error {}

function compile(pattern: string, flags: number): RE2JS {
	try {
		const compiled = RE2JS.compile(pattern, flags);
		if (compiled.programSize() <= largestProgram) return compiled;
	} catch (error) {
		if (!(error instanceof RE2JSException)) throw error;
		throw new PatternProblem(`Not a regular expression: ${reason(error)}.`, { cause: error });
	}
	throw new PatternProblem('This regular expression is too large: it repeats too much.');
}

/** "error parsing regexp: missing closing ): `(`" without what everybody knows. */
const reason = ({ message }: Error) =>
	message.replace(/^error parsing regexp: /, '').replace(/: `(?:\(\?i\))?(.*)`$/s, ' in “$1”');
