import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../fixtures/browser.ts';
import { startDemoPanel, type DemoPanel } from '../fixtures/demo-panel.ts';
import { signIn } from '../fixtures/demo/pages.ts';

let panel: DemoPanel;
let browser: Browser;

beforeAll(async () => {
	[panel, browser] = await Promise.all([startDemoPanel(), openBrowser()]);
});
afterAll(async () => {
	await browser?.close();
	await panel?.stop();
});

test('UX-32: two clicks roll back, the page says what is paused, and a toast undoes it', async () => {
	const storageState = await signIn(browser, panel.url);
	const context = await browser.newContext({ storageState, baseURL: panel.url });
	const page = await context.newPage();
	/** Scripts are at work: the page hears of what changes. */
	const open = async (path: string) => {
		const heard = page.waitForRequest('**/events');
		await page.goto(path);
		await heard;
	};
	const service = `/services/${panel.demo.serviceId}`;
	await open(`${service}/deployments`);
	await page.getByRole('button', { name: 'Roll back' }).first().click();
	const dialog = page.getByRole('dialog');
	for (const said of ['Comes back', 'Stays as it is', 'Auto-deploy pauses']) {
		await dialog.getByText(said).waitFor();
	}
	await dialog.getByRole('button', { name: 'Roll back' }).click();
	await page.getByRole('heading', { name: /^Deployment #\d+$/ }).waitFor();
	const toast = page.getByRole('status').filter({ hasText: 'Auto-deploy is paused.' });
	await toast.last().waitFor();
	const other = await context.newPage();
	await other.goto(service);
	const banner = other.getByText(/^Auto-deploy is paused since the rollback to #\d+$/);
	await banner.waitFor();
	await toast.last().getByRole('button', { name: 'Undo' }).click();
	await page.getByText('Cancelled', { exact: true }).first().waitFor();
	await expect.poll(() => banner.count()).toBe(0);

	await open(`${service}/deployments`);
	await page.getByRole('button', { name: 'Roll back' }).first().click();
	await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
	await page.getByRole('heading', { name: /^Deployment #\d+$/ }).waitFor();
	await banner.waitFor();
	await other.getByRole('button', { name: 'Resume' }).click();
	await expect.poll(() => banner.count()).toBe(0);
	await context.close();
});
