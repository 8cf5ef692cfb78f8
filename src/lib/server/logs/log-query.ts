import { PatternProblem, readPattern } from '#lib/rules/log-pattern.ts';
import { longestWords, readLogWords, type LogWords } from '#lib/rules/log-words.ts';
import { AppError } from '../errors.ts';
import { findPattern, findText, type Finder } from './text-finder.ts';

const mostRows = 500;

/** Which rows are asked for. Errors: invalid. */
export function readRowsQuery(query: URLSearchParams) {
	return {
		view: query.get('view') ?? '',
		/** The line that they stand around. */
		line: query.has('line') ? number(query, 'line', { fallback: 0 }) : null,
		/** Not the rows, but where the first error is. */
		isError: query.has('error'),
		from: number(query, 'from', { fallback: 0 }),
		rows: Math.max(1, number(query, 'rows', { fallback: 256, most: mostRows }))
	};
}

/** What is looked for, and after which line. Errors: invalid. */
export function readSearchQuery(query: URLSearchParams): { find: Finder; after: number } {
	const asked = readLogWords(query);
	if (asked.words.trim() === '' || asked.words.length > longestWords) {
		throw new AppError('invalid', 422, `Search for 1 to ${longestWords} characters.`, {
			hint: 'Look for a part of it, or download the log and search it there.',
			field: 'q'
		});
	}
	return { find: finderOf(asked), after: number(query, 'after', { fallback: 0 }) };
}

function finderOf({ words, isExact, isPattern }: LogWords): Finder {
	if (!isPattern) return findText(words, { isExact });
	try {
		return findPattern(readPattern(words, { isExact }), { isExact });
	} catch (error) {
		if (!(error instanceof PatternProblem)) throw error;
		throw new AppError('invalid', 422, error.message, {
			hint: 'Mend it, or look for the words as they stand. Look-around and back references are not known here.',
			field: 'q',
			cause: error
		});
	}
}

function number(
	query: URLSearchParams,
	name: string,
	{ fallback, most = Number.MAX_SAFE_INTEGER }: { fallback: number; most?: number }
): number {
	const given = query.get(name);
	if (given === null) return fallback;
	const value = Number(given);
	if (/^\d+$/.test(given) && value <= most) return value;
	throw new AppError('invalid', 422, `“${name}” must be a whole number up to ${most}.`, {
		hint: 'Rows of a log are asked for like this: ?view=build&from=0&rows=200.',
		field: name
	});
}
