import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser } from '../fixtures/browser.ts';
import { account, openWindow } from '../fixtures/person.ts';
import { startProduct, type Product } from '../fixtures/product.ts';

/** Somebody's first minutes: the whole product on a fresh data directory, and nothing but a browser. */

let product: Product;
let browser: Browser;

beforeAll(async () => {
	[browser, product] = await Promise.all([openBrowser(), startProduct()]);
});

afterAll(async () => {
	await browser?.close();
	await product?.destroy();
});

/** Counts what a hand does. */
function hand() {
	const count = { clicks: 0, fields: 0 };
	return {
		count,
		async click(target: Locator) {
			count.clicks += 1;
			await target.click();
		},
		async type(field: Locator, text: string) {
			count.fields += 1;
			await field.fill(text);
		}
	};
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

// The limit of the requirement is the test's own.
test(
	'UX-03: from the set-up link to the first live URL within 12 clicks, 4 fields and 90 seconds',
	{
		timeout: 90_000
	},
	async () => {
		const context = await openWindow(browser, product);
		const page = await context.newPage();
		onTestFailed(async () => {
			await page.screenshot({ path: 'test-results/first-run.png', fullPage: true });
		});
		const { click, type, count } = hand();

		await page.goto(product.setupUrl ?? '');
		await page.getByRole('listitem').filter({ hasText: 'Docker' }).getByText('ready').waitFor();
		await type(page.getByLabel('E-mail address'), account.email);
		await type(page.getByLabel('Password'), account.password);
		await click(button(page, 'Create account'));

		await click(link(page, 'Deploy a sample'));
		await page.getByRole('heading', { name: /detected$/ }).waitFor();
		await click(button(page, 'Deploy'));

		await page.getByRole('heading', { name: 'Deployment #1' }).waitFor();
		const opened = context.waitForEvent('page');
		await click(link(page, 'Open'));
		const site = await opened;
		await site.getByRole('heading', { name: 'Your first site is live.' }).waitFor();
		expect(new URL(site.url()).protocol).toBe('https:');
		await site.getByText(/^HTTP\/[23], encrypted$/).waitFor();

		expect(count.clicks).toBeLessThanOrEqual(12);
		expect(count.fields).toBeLessThanOrEqual(4);
		await context.close();
	}
);
