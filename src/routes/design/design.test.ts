import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { paletteOf } from './palette-of.ts';

const here = new URL('.', import.meta.url);
const filesIn = (folder: string) =>
	readdirSync(new URL(folder, here), { encoding: 'utf8' }).filter((name) =>
		name.endsWith('.svelte')
	);

test('the design page shows every neutral part', () => {
	const text = filesIn('parts')
		.map((name) => readFileSync(new URL(`parts/${name}`, here), 'utf8'))
		.join('\n');
	const missing = filesIn('../../lib/components/ui').filter(
		(name) =>
			!text.includes(`components/ui/${name}'`) || !text.includes(`<${name.replace('.svelte', '')}`)
	);
	expect(missing).toEqual([]);
});

test('both palettes have every colour that a theme changes', () => {
	const css = readFileSync(new URL('../../app.css', here), 'utf8');
	const changed = css.match(/^\s*--color-[a-z-]+:\s*light-dark\(/gm) ?? [];
	const [light = '', dark = ''] = paletteOf(css).split('\n');
	for (const rule of [light, dark]) expect(rule.match(/--color-/g)).toHaveLength(changed.length);
	expect(light).toContain('--color-canvas: #fafaf8;');
	expect(dark).toContain('--color-canvas: #0e0f11;');
});
