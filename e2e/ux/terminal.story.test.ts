import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import type { DemoPanel } from '../fixtures/demo-panel.ts';
import { signIn } from '../fixtures/demo/pages.ts';
import { test } from '../fixtures/signed-in.ts';

/** Opens the page of the demo's terminal; what it complains of is added to `troubles`. */
async function terminalPage(page: Page, { demo }: DemoPanel): Promise<{ troubles: string[] }> {
	const troubles: string[] = [];
	page.on('pageerror', (error) => troubles.push(error.message));
	page.on('console', (message) => {
		if (/Content Security Policy/.test(message.text())) troubles.push(message.text());
	});
	await page.goto(`/services/${demo.serviceId}/terminal`);
	await page.getByRole('button', { name: 'Open a terminal' }).waitFor();
	await page.waitForLoadState('networkidle');
	return { troubles };
}

const input = (page: Page) => page.getByRole('textbox', { name: 'Terminal input' });

test('a shell shows what is typed and what it prints, and F6 leads out of it', async ({
	page,
	panel
}) => {
	const { troubles } = await terminalPage(page, panel);
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
});

test('leaving the page ends its shell', async ({ page, panel }) => {
	await terminalPage(page, panel);
	await page.getByRole('button', { name: 'Open a terminal' }).click();
	await page.getByRole('status').getByText('/bin/sh in web 1').waitFor();
	const shell = panel.shells.at(-1);
	await page.getByRole('link', { name: 'Logs', exact: true }).click();
	await expect.poll(() => shell?.exitCode()).not.toBeNull();
});

test('an image without a shell is told of in words', async ({ page, panel }) => {
	await terminalPage(page, panel);
	await page.getByLabel('Container').selectOption('worker 1');
	await page.getByRole('button', { name: 'Open a terminal' }).click();
	await page.getByRole('alert').getByText('The image of this container has no shell.').waitFor();
});

test('a session that ends takes its terminals along', async ({ browser, window, panel }) => {
	const context = await window({ storageState: await signIn(browser, panel.url) });
	const page = await context.newPage();
	await page.goto(`/services/${panel.demo.serviceId}/terminal`);
	await page.waitForLoadState('networkidle');
	await page.getByRole('button', { name: 'Open a terminal' }).click();
	await page.getByRole('status').getByText('/bin/sh in web 1').waitFor();
	const answer = await context.request.post(`${panel.url}/logout`, {
		headers: { origin: panel.url }
	});
	expect(answer.status()).toBeLessThan(400);
	await page.getByText('Closed: you are not signed in any more.').waitFor();
});

test('a WebSocket of another site, or without a session, is refused', async ({
	panel,
	storageState
}) => {
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
