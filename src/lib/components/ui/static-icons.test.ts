import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { toStaticIcon } from './static-icons.ts';

const sources = fileURLToPath(new URL('../../..', import.meta.url));
const pages = globSync(`${sources}/**/*.svelte`).map((file) => ({
	file,
	text: readFileSync(file, 'utf8')
}));

/** The component that a name leads to: some names are older ones of others. */
function iconFile(name: string): string {
	const entry = fileURLToPath(import.meta.resolve(`@lucide/svelte/icons/${name}`));
	const [, component = ''] = /from "(.+\.svelte)"/.exec(readFileSync(entry, 'utf8')) ?? [];
	return join(dirname(entry), component);
}

test('every icon in use becomes markup', () => {
	const names = new Set(
		pages.flatMap(({ text }) =>
			[...text.matchAll(/@lucide\/svelte\/icons\/([\w-]+)/g)].map(([, name]) => name ?? '')
		)
	);
	expect(names.size).toBeGreaterThan(40);
	for (const name of names) {
		const file = iconFile(name);
		const made = toStaticIcon(readFileSync(file, 'utf8'), file);
		expect(made, name).toMatch(/<svg [^>]+>\n(<\w+( [\w-]+="[^"]+")+ \/>)+\n<\/svg>$/);
	}
});

test('an icon that is written otherwise stops the build instead of being empty', () => {
	expect(() => toStaticIcon('<svg />', 'x.svelte')).toThrow(/x\.svelte/);
});

test('an icon is given a size and a class, and nothing that would be lost', () => {
	for (const { file, text } of pages) {
		const icons = [...text.matchAll(/import (\w+) from '@lucide\/svelte/g)].map(([, name]) => name);
		for (const [, name, given = ''] of text.matchAll(/<([A-Z]\w*)((?:\s[^>]*?)?)\/>/g)) {
			if (!icons.includes(name)) continue;
			const other = given.replaceAll(/\{[^}]*\}|"[^"]*"/g, '').match(/[\w-]+/g) ?? [];
			const known = ['size', 'class', 'aria-hidden'];
			expect(
				other.filter((attribute) => !known.includes(attribute)),
				`${file}: ${name}`
			).toEqual([]);
		}
	}
});
