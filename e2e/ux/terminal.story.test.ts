import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openBrowser } from '../fixtures/browser.ts';
import { startDemoPanel, type DemoPanel } from '../fixtures/demo-panel.ts';
import { signIn } from '../fixtures/demo/pages.ts';

let panel: DemoPanel;
let browser: Browser;
let storageState: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
	[panel, browser] = await Promise.all([startDemoPanel(), openBrowser()]);
	storageState = await signIn(browser, panel.url);
});
afterAll(async () => {
	await browser?.close();
	await panel?.stop();
});

async function terminalPage(): Promise<{
	context: BrowserContext;
	page: Page;
	troubles: string[];
}> {
	const context = await browser.newContext({ storageState });
	const page = await context.newPage();
	const troubles: string[] = [];
	page.on('pageerror', (error) => troubles.push(error.message));
	page.on('console', (message) => {
		if (/Content Security Policy/.test(message.text())) troubles.push(message.text());
	});
	await page.goto(`${panel.url}/services/${panel.demo.serviceId}/terminal`);
	await page.getByRole('button', { name: 'Open a terminal' }).waitFor();
	await page.waitForLoadState('networkidle');
	return { context, page, troubles };
}

const input = (page: Page) => page.getByRole('textbox', { name: 'Terminal input' });

test('a shell shows what is typed and what it prints, and F6 leads out of it', async () => {
	const { context, page, troubles } = await terminalPage();
	await page.getByRole('button', { name: 'Open a terminal' }).click();
	await page.getByRole('status').getByText('/bin/sh in web 1').waitFor();
	await expect.poll(() => input(page).evaluate((it) => it === document.activeElement)).toBe(true);
	await page.keyboard.type('tty size\n');
	const { rows, columns } = panel.shells.at(-1)!.size;
	expect(rows).toBeGreaterThan(5);
	await page.getByText(`${rows} ${columns}`).first().waitFor();
	panel.shells.at(-1)!.screen.push('\u001b[38;2;255;0;0mtrue red\u001b[0m');
	await page.getByText('true red').first().waitFor();
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
		.analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
	await page.keyboard.press('F6');
	const close = page.getByRole('button', { name: 'Close' });
	await expect.poll(() => close.evaluate((it) => it === document.activeElement)).toBe(true);
	await input(page).focus();
	await page.keyboard.type('exit 3\n');
	await page.getByText('The shell has ended with code 3.').waitFor();
	await page.getByRole('button', { name: 'Open a terminal' }).waitFor();
	expect(troubles).toEqual([]);
	await context.close();
});

test('leaving the page ends its shell', async () => {
	const { context, page } = await terminalPage();
	await page.getByRole('button', { name: 'Open a terminal' }).click();
	await page.getByRole('status').getByText('/bin/sh in web 1').waitFor();
	const shell = panel.shells.at(-1);
	await page.getByRole('link', { name: 'Logs', exact: true }).click();
	await expect.poll(() => shell?.exitCode()).not.toBeNull();
	await context.close();
});

test('an image without a shell is told of in words', async () => {
	const { context, page } = await terminalPage();
	await page.getByLabel('Container').selectOption('worker 1');
	await page.getByRole('button', { name: 'Open a terminal' }).click();
	await page.getByRole('alert').getByText('The image of this container has no shell.').waitFor();
	await context.close();
});

test('a session that ends takes its terminals along', async () => {
	const own = await signIn(browser, panel.url);
	const context = await browser.newContext({ storageState: own });
	const page = await context.newPage();
	await page.goto(`${panel.url}/services/${panel.demo.serviceId}/terminal`);
	await page.waitForLoadState('networkidle');
	await page.getByRole('button', { name: 'Open a terminal' }).click();
	await page.getByRole('status').getByText('/bin/sh in web 1').waitFor();
	const answer = await context.request.post(`${panel.url}/logout`, {
		headers: { origin: panel.url }
	});
	expect(answer.status()).toBeLessThan(400);
	await page.getByText('Closed: you are not signed in any more.').waitFor();
	await context.close();
});

test('a WebSocket of another site, or without a session, is refused', async () => {
	const path = `/services/${panel.demo.serviceId}/terminal?container=any`;
	const cookie = storageState.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	const refused = (headers: Record<string, string>) =>
		new Promise<number | undefined>((resolve, reject) => {
			const socket = new WebSocket(panel.url.replace('http', 'ws') + path, { headers });
			socket.on('unexpected-response', (_request, response) => {
				resolve(response.statusCode);
				response.destroy();
			});
			socket.on('open', () => reject(new Error('It was opened.')));
			socket.on('error', () => {});
		});
	expect(await refused({ cookie, origin: 'https://evil.example' })).toBe(403);
	expect(await refused({ cookie })).toBe(403);
	expect(await refused({ origin: panel.url })).toBe(401);
	expect(await refused({ origin: panel.url, cookie, 'sec-fetch-site': 'cross-site' })).toBe(403);
	expect(await refused({ origin: panel.url, cookie, host: 'evil.example' })).toBe(421);
});
