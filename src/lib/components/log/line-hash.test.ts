import { expect, test } from 'vitest';
import { lineHash, parseLineHash } from './line-hash.ts';

test('reads and writes links to lines', () => {
	expect(parseLineHash('#L120')).toEqual([120, 120]);
	expect(parseLineHash('#L140-L120')).toEqual([120, 140]);
	expect(parseLineHash('#L1x')).toBeNull();
	expect(parseLineHash('')).toBeNull();
	expect([lineHash([3, 3]), lineHash([3, 9])]).toEqual(['#L3', '#L3-L9']);
});
