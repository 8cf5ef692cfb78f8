/** What is looked for in a log. */
export interface LogWords {
	words: string;
	/** Capitals count. */
	isExact: boolean;
	/** The words are a regular expression, as RE2 reads them. */
	isPattern: boolean;
}

export const longestWords = 200;

/** Reads from an address what is looked for; '': nothing. */
export function readLogWords(query: Pick<URLSearchParams, 'get' | 'has'>): LogWords {
	return {
		words: (query.get('q') ?? '').slice(0, longestWords + 1),
		isExact: query.has('case'),
		isPattern: query.has('regex')
	};
}

/** The same for an address, in the order in which it stands there. */
export function writeLogWords({ words, isExact, isPattern }: LogWords): [string, string][] {
	if (words.trim() === '') return [];
	return [['q', words], ...(isExact ? [one('case')] : []), ...(isPattern ? [one('regex')] : [])];
}

/** Their names in an address. */
export const logWordsNames = ['q', 'case', 'regex'] as const;

const one = (name: string): [string, string] => [name, '1'];
