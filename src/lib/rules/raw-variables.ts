import { parseDotenv, writeDotenvValue, type DotenvProblem } from './dotenv.ts';

/** Stands in the text for a value that is not shown and stays as it is: a bare word, which no value is written as. */
export const keptMark = '••••••••';

export interface RawVariable {
	key: string;
	/** null: kept. */
	value: string | null;
	/** Comment and blank lines above it, each with its line end. */
	note: string;
}

export type RawResult =
	| { ok: true; variables: (RawVariable & { line: number })[] }
	| { ok: false; problems: DotenvProblem[] };

/** A list of variables as the text of a .env file. */
export function writeRaw(list: readonly RawVariable[]): string {
	return list
		.map(({ key, value, note }) => {
			return `${note}${key}=${value === null ? keptMark : writeDotenvValue(value)}\n`;
		})
		.join('');
}

/**
 * Reads such a text again. `hasValue` says whose value can be kept. Comments below the last variable go
 * above it, so that they are not lost.
 */
export function readRaw(text: string, hasValue: (key: string) => boolean): RawResult {
	const result = parseDotenv(text);
	if (!result.ok) return result;
	const { entries, tail } = result;
	const problems: DotenvProblem[] = [];
	const variables = entries.map(({ key, value, isBare, note, line }, index) => {
		const isKept = isBare && value === keptMark;
		if (isKept && !hasValue(key)) {
			problems.push({ line, message: `${key} has no value yet that could be kept: type one.` });
		}
		const below = index === entries.length - 1 ? tail : '';
		return { key, value: isKept ? null : value, note: note + below, line };
	});
	return problems.length > 0 ? { ok: false, problems } : { ok: true, variables };
}
