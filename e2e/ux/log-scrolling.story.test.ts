import { appendFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser } from '../fixtures/browser.ts';
import { startDemoPanel, type DemoPanel } from '../fixtures/demo-panel.ts';
import { signIn } from '../fixtures/demo/pages.ts';
import { storedLine } from '../fixtures/log-page.ts';

let panel: DemoPanel;
let browser: Browser;
let page: Page;
let log: Locator;
let storageState: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
	[panel, browser] = await Promise.all([startDemoPanel(), openBrowser()]);
	storageState = await signIn(browser, panel.url);
});
afterAll(async () => {
	await browser?.close();
	await panel?.stop();
});

beforeEach(async () => {
	const context = await browser.newContext({ storageState, baseURL: panel.url });
	page = await context.newPage();
	log = page.getByRole('log');
	return () => context.close();
});

const print = (texts: string[]) =>
	appendFile(
		panel.paths.serviceLog(panel.demo.serviceId),
		texts.map((text) => storedLine('web', text)).join('')
	);

/** Opens the log's page, whose scripts do not come until the answer is called. */
async function openWithoutScripts(): Promise<() => Promise<void>> {
	const gate = Promise.withResolvers<void>();
	await page.route(/\/_app\/.*\.js$/, async (route) => {
		await gate.promise;
		await route.continue();
	});
	await page.goto(`/services/${panel.demo.serviceId}/logs`, { waitUntil: 'commit' });
	return async () => {
		const counted = page.waitForResponse(/\/log\?(?:.*&)?from=/);
		gate.resolve();
		await counted;
	};
}

const placeOf = (text: string) =>
	log.getByText(text, { exact: true }).evaluate((element) => {
		const { top } = element.closest('[role=log]')!.getBoundingClientRect();
		return element.getBoundingClientRect().top - top;
	});

/** Scrolls as a person does, until a line stands in the upper part of the log. */
async function scrollTo(text: string): Promise<number> {
	await log.getByText(text, { exact: true }).evaluate((element) => {
		const log = element.closest('[role=log]')!;
		log.scrollTop += element.getBoundingClientRect().top - log.getBoundingClientRect().top - 30;
	});
	return placeOf(text);
}

test('UX-19: whoever scrolls before the scripts are there stays with the lines that he reads', async () => {
	await print(Array.from({ length: 200 }, (_, at) => `early ${at + 1}`));
	const bringScripts = await openWithoutScripts();
	const place = await scrollTo('early 120');
	await bringScripts();
	await print(['one more']);
	await page.getByRole('button', { name: /new line/ }).waitFor();
	expect(Math.abs((await placeOf('early 120')) - place)).toBeLessThan(3);
});

test('UX-19: stays with them, too, when the lines of a long log are counted later', async () => {
	await print(Array.from({ length: 60_000 }, (_, at) => `long ${at + 1} ${'-'.repeat(60)}`));
	await print(Array.from({ length: 200 }, (_, at) => `late ${at + 1}`));
	const bringScripts = await openWithoutScripts();
	await log.getByText('late 120', { exact: true }).waitFor();
	expect(await page.getByRole('link', { name: /^Line \d+$/ }).count()).toBe(0);
	const place = await scrollTo('late 120');
	await bringScripts();
	await print(['one more']);
	await page.getByRole('button', { name: /new line/ }).waitFor();
	await page
		.getByRole('link', { name: /^Line \d+$/ })
		.first()
		.waitFor();
	expect(Math.abs((await placeOf('late 120')) - place)).toBeLessThan(3);
});

test('UX-19: a log that grows all the time lets go of whoever turns the wheel', async () => {
	await page.goto(`/services/${panel.demo.serviceId}/logs`);
	await page.getByText('Live', { exact: true }).waitFor();
	const over = new AbortController();
	const growing = (async () => {
		for (let at = 1; !over.signal.aborted; at++) await print([`growing ${at}`]);
	})();
	try {
		await log
			.getByText(/^growing \d+$/)
			.first()
			.waitFor();
		await log.hover();
		await page.mouse.wheel(0, -15);
		await page.getByRole('button', { name: /new line/ }).waitFor();
	} finally {
		over.abort();
		await growing;
	}
});
