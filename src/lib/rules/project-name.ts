import { isReservedName } from './app-name.ts';

export const projectNameMaxLength = 63;

// Format characters change how the text around them is shown; the joiner in the middle of an emoji does not.
const invisible =
	/(?!(?<=\p{Extended_Pictographic}\uFE0F?)\u200D(?=\p{Extended_Pictographic}))[\p{Cc}\p{Cf}\u2028\u2029\u115F\u1160\u3164\uFFA0]/u;

/** The first invisible character of a text as "U+202E", or null. */
export function invisibleCharacter(text: string): string | null {
	const found = invisible.exec(text)?.[0].codePointAt(0);
	return found === undefined ? null : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** What is wrong with a project's name (outer white space gone), for people; null when nothing is. */
export function projectNameProblem(name: string): string | null {
	if (name === '') return 'Name is required.';
	const { length } = [...name];
	if (length > projectNameMaxLength) {
		return `Name is at most ${projectNameMaxLength} characters (got ${length}).`;
	}
	const character = invisibleCharacter(name);
	if (character) return `Name contains invisible character ${character}.`;
	return isReservedName(name) ? `'${name}' is a reserved name.` : null;
}

/** Two names are the same when their keys are: case and width do not count. */
export function projectNameKey(name: string): string {
	return name.normalize('NFKC').toLowerCase().normalize('NFKC');
}
