import { expect, test } from 'vitest';
import { labels } from '../spec.ts';
import { sourceName } from './source-name.ts';

const on = { [labels.service]: 'shop', [labels.deployment]: '11111111xxxxxxxxxxxx' };

test('lines carry the name their container was made with', () => {
	expect(sourceName('gantry-shop-11111111-2', on)).toBe('gantry-shop-11111111-2');
	expect(sourceName('gantry-shop-33333333-2', on)).toBe('gantry-shop-11111111-2');
	expect(sourceName('gantry-shop-33333333-mail-10', on)).toBe('gantry-shop-11111111-mail-10');
	expect(sourceName('other', on)).toBe('other');
	expect(sourceName('other', {})).toBe('other');
});
