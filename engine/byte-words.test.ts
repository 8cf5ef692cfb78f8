import { expect, test } from 'vitest';
import { byteWords } from './byte-words.ts';

test.for([
	[0, '0 B'],
	[1023, '1023 B'],
	[1024, '1 KB'],
	[1536, '1.5 KB'],
	[10 * 1024, '10 KB'],
	[2 ** 20 - 1, '1 MB'],
	[2.34 * 2 ** 30, '2.3 GB'],
	[5000 * 2 ** 40, '5000 TB']
] as const)('%d bytes are %s', ([bytes, words]) => {
	expect(byteWords(bytes)).toBe(words);
});
