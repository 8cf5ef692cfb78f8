import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { openBrowser } from './fixtures/browser.ts';
import { startDemoPanel } from './fixtures/demo-panel.ts';
import { demoPages, signIn } from './fixtures/demo/pages.ts';

// Takes pictures of every page in three widths, light and dark:
// `npm run screenshots -- [folder] [--only domains,log] [--size narrow] [--theme dark] [--whole]`.
const { values: chosen, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		only: { type: 'string' },
		size: { type: 'string' },
		theme: { type: 'string' },
		/** Down to the end of the page, rather than what is seen first. */
		whole: { type: 'boolean', default: false }
	}
});
const [folder = fileURLToPath(new URL('../docs/screenshots', import.meta.url))] = positionals;
const sizes = {
	wide: { width: 1280, height: 800 },
	middle: { width: 768, height: 1024 },
	narrow: { width: 360, height: 740 }
};

/** Those of `all` that `names` lists, all without it. Throws when it lists another. */
function among<Name extends string>(all: Name[], names: string | undefined): Name[] {
	const listed = names?.split(',') ?? all;
	const unknown = listed.find((name) => !(all as string[]).includes(name));
	if (unknown !== undefined) throw new Error(`“${unknown}” is none of ${all.join(', ')}.`);
	return all.filter((name) => listed.includes(name));
}

async function settle(page: Page): Promise<void> {
	await page.getByRole('heading', { level: 1 }).first().waitFor();
	// A log places its rows in the frame after it was measured.
	await page.evaluate(
		() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
	);
}

const chosenSizes = among(Object.keys(sizes) as (keyof typeof sizes)[], chosen.size);
const themes = among(['light', 'dark'], chosen.theme);
await mkdir(folder, { recursive: true });
const panel = await startDemoPanel();
const browser = await openBrowser();
try {
	const pages: Record<string, string> = demoPages(panel.demo);
	const names = among(Object.keys(pages), chosen.only);
	const storageState = await signIn(browser, panel.url);
	for (const size of chosenSizes) {
		for (const colorScheme of themes) {
			const viewport = sizes[size];
			const context = await browser.newContext({ viewport, colorScheme, storageState });
			for (const name of names) {
				const page = await context.newPage();
				await page.goto(panel.url + pages[name]);
				await settle(page);
				const path = join(folder, `${name}-${size}-${colorScheme}.png`);
				await page.screenshot({ path, fullPage: chosen.whole });
				await page.close();
			}
			await context.close();
		}
	}
} finally {
	await browser.close();
	await panel.stop();
}
