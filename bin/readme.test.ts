import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { describeSettings } from '#env';

const readme = await readFile(resolve(import.meta.dirname, '../README.md'), 'utf8');

/** Cells of the settings table, by the setting's name; markdown's backslashes are taken away. */
const rows = [...readme.matchAll(/^\| `([A-Z_]+)` +\|(.*)\|$/gm)].map(([, name, rest = '']) => [
	name,
	rest.split(' | ').at(-1)?.replaceAll('\\', '').trim()
]);

test('the README lists every setting with its meaning, and no other', () => {
	const settings = describeSettings().map(({ name, description }) => [name, description]);
	expect(rows).toEqual(settings);
});
