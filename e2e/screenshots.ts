import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser } from './fixtures/browser.ts';
import { startDemoPanel } from './fixtures/demo-panel.ts';
import { demoPages, signIn } from './fixtures/demo/pages.ts';

// Takes pictures of every page in three widths, light and dark: `npm run screenshots [folder]`.
const folder = process.argv[2] ?? fileURLToPath(new URL('../docs/screenshots', import.meta.url));
const sizes = {
	wide: { width: 1280, height: 800 },
	middle: { width: 768, height: 1024 },
	narrow: { width: 360, height: 740 }
};

await mkdir(folder, { recursive: true });
const panel = await startDemoPanel();
const browser = await openBrowser();
try {
	const storageState = await signIn(browser, panel.url);
	for (const [size, viewport] of Object.entries(sizes)) {
		for (const colorScheme of ['light', 'dark'] as const) {
			const context = await browser.newContext({ viewport, colorScheme, storageState });
			for (const [name, path] of Object.entries(demoPages(panel.demo))) {
				const page = await context.newPage();
				await page.goto(panel.url + path);
				await page.getByRole('heading', { level: 1 }).first().waitFor();
				// A log places its rows in the frame after it was measured.
				await page.evaluate(
					() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
				);
				await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) });
				await page.close();
			}
			await context.close();
		}
	}
} finally {
	await browser.close();
	await panel.stop();
}
