import { appendFile, readFile } from 'node:fs/promises';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../fixtures/browser.ts';
import { startDemoPanel, type DemoPanel } from '../fixtures/demo-panel.ts';
import { signIn } from '../fixtures/demo/pages.ts';
import { isInSight, LogPage, openLogs, storedLine } from '../fixtures/log-page.ts';

const esc = '\u001b';

let panel: DemoPanel;
let browser: Browser;
let storageState: Awaited<ReturnType<typeof signIn>>;
let context: BrowserContext;
let logs: LogPage;

beforeAll(async () => {
	[panel, browser] = await Promise.all([startDemoPanel(), openBrowser()]);
	storageState = await signIn(browser, panel.url);
	({ context, logs } = await openLogs(panel, { browser, storageState }));
});
afterAll(async () => {
	await browser?.close();
	await panel?.stop();
});

test('UX-16: a failed step is open at its first error, with its cause; steps open and close', async () => {
	await logs.open(logs.deployment('failed'));
	const failed = logs.stepLog('Health check');
	await failed.getByText('TypeError').waitFor();
	await logs.page.getByText('never became healthy: GET / answered 500').first().waitFor();
	expect(await failed.getByText('TypeError').evaluate(isInSight)).toBe(true);
	const build = logs.step('Build');
	await build.click();
	await logs.stepLog('Build').getByText('built in 4.82s').waitFor();
	await logs.page.keyboard.press('Enter');
	await expect.poll(() => logs.stepLog('Build').count()).toBe(0);
	await logs.page.keyboard.press('Enter');
	await logs.stepLog('Build').waitFor();
});

test('UX-17: colours are shown, progress collapses, and markup is text', async () => {
	await logs.open(logs.deployment('running'));
	const path = panel.paths.deploymentLog(panel.demo.deployments.running);
	const probe = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
	await appendFile(
		path,
		[
			storedLine('build', `${esc}[31msixteen${esc}[0m ${esc}[38;5;208mpalette${esc}[0m`),
			storedLine('build', `${esc}[1;38;2;12;34;200mtruecolour${esc}[0m plain`),
			storedLine('build', '10 %\r50 %\r100 % loaded'),
			storedLine('build', probe)
		].join('')
	);
	const log = logs.stepLog('Build');
	await log.getByText(probe).waitFor();
	expect(await logs.page.title()).not.toMatch(/^[12]$/);
	await log.getByText('100 % loaded', { exact: true }).waitFor();
	expect(await log.getByText('50 %').count()).toBe(0);
	const look = (text: string) =>
		log.getByText(text, { exact: true }).evaluate((element) => {
			const { color, fontWeight } = getComputedStyle(element);
			return { color, fontWeight, line: getComputedStyle(element.parentElement!).color };
		});
	for (const text of ['sixteen', 'palette', 'truecolour']) {
		const { color, line: plain } = await look(text);
		expect(color).not.toBe(plain);
	}
	expect(Number((await look('truecolour')).fontWeight)).toBeGreaterThanOrEqual(600);
});

test('UX-19: follows new lines, waits while somebody reads, and says how many came', async () => {
	await logs.open(`/services/${panel.demo.serviceId}/logs`);
	const path = panel.paths.serviceLog(panel.demo.serviceId);
	const log = logs.page.getByRole('log');
	await appendFile(path, storedLine('gantry-shop-4f1c2a9d-1', 'first news'));
	await log.getByText('first news').waitFor();
	expect(await log.getByText('first news').evaluate(isInSight)).toBe(true);
	await log.hover();
	await logs.page.mouse.wheel(0, -300);
	await expect.poll(() => log.evaluate(distanceFromEnd)).toBeGreaterThan(100);
	await appendFile(path, storedLine('web', 'second news') + storedLine('web', 'third news'));
	await logs.page.getByRole('button', { name: '2 new lines' }).click();
	await expect.poll(() => log.evaluate(distanceFromEnd)).toBeLessThan(5);
	await logs.page.mouse.wheel(0, -300);
	await expect.poll(() => log.evaluate(distanceFromEnd)).toBeGreaterThan(100);
	await appendFile(path, storedLine('web', 'fourth news'));
	await logs.page.getByRole('button', { name: '1 new line' }).waitFor();
	await log.focus();
	await logs.page.keyboard.press('End');
	await expect.poll(() => logs.page.getByRole('button', { name: /new line/ }).count()).toBe(0);
	await appendFile(path, storedLine('web', 'fifth news'));
	await log.getByText('fifth news').waitFor();
	expect(await log.getByText('fifth news').evaluate(isInSight)).toBe(true);
});

function distanceFromEnd(element: Element): number {
	return element.scrollHeight - element.scrollTop - element.clientHeight;
}

test('UX-20: every match is marked; capitals and patterns count when asked; the address keeps it', async () => {
	await logs.open(`/services/${panel.demo.serviceId}/logs`);
	const { page } = logs;
	const field = page.getByRole('searchbox', { name: 'Search the log' });
	const said = page.getByRole('search').getByRole('status');
	const marks = page.getByRole('log').locator('mark');
	await field.fill('/CART');
	await said.getByText('1 of 80', { exact: true }).waitFor();
	await expect.poll(() => marks.allTextContents()).toContain('/cart');
	expect(new Set(await marks.allTextContents())).toEqual(new Set(['/cart']));
	const colours = await marks.evaluateAll((all) =>
		all.map((mark) => getComputedStyle(mark).backgroundColor)
	);
	expect(colours.length).toBeGreaterThan(2);
	expect(new Set(colours).size).toBe(2);
	await page.getByRole('button', { name: 'Match case' }).click();
	await said.getByText('No match').waitFor();
	await field.fill('(cart|stock) .*\\d ms');
	await said.getByText('No match').waitFor();
	await page.getByRole('button', { name: 'Regular expression' }).click();
	await said.getByText('1 of 160', { exact: true }).waitFor();
	await expect.poll(() => marks.first().textContent()).toMatch(/^(cart|stock) $/);
	await page.waitForURL(/\?q=.+&case=1&regex=1$/);
	await logs.open(page.url());
	await said.getByText('1 of 160', { exact: true }).waitFor();
	await field.fill('(cart');
	await page.getByRole('alert').getByText('missing closing )').waitFor();
	expect(await field.getAttribute('aria-invalid')).toBe('true');
});

test('UX-40: on a phone, rows that a search leads to are all there', async () => {
	const viewport = { width: 360, height: 740 };
	const phone = await browser.newContext({ storageState, baseURL: panel.url, viewport });
	const page = await phone.newPage();
	await page.goto(`/services/${panel.demo.serviceId}/logs?q=cart`);
	const log = page.getByRole('log');
	await page.getByRole('search').getByText('1 of 80', { exact: true }).waitFor();
	for (const press of ['Next match', 'Previous match', 'Previous match', 'Previous match']) {
		await page.getByRole('button', { name: press }).click();
		await expect.poll(() => log.locator('mark').count()).toBeGreaterThan(2);
		await expect.poll(() => log.getByText('…', { exact: true }).count()).toBe(0);
	}
	const width = await page.evaluate(() => document.documentElement.scrollWidth);
	expect(width).toBe(viewport.width);
	await phone.close();
});

test('UX-22: copies lines without numbers and times, and downloads all', async () => {
	await logs.open(`${logs.deployment('failed')}#L24-L25`);
	await logs.page.getByRole('button', { name: 'Copy lines 24 to 25' }).click();
	const copied = logs.page.getByRole('status').getByText('Copied lines 24 to 25.');
	await copied.waitFor({ state: 'attached' });
	const text = await logs.page.evaluate(() => navigator.clipboard.readText());
	expect(text).toBe(
		"TypeError: Cannot read properties of undefined (reading 'items')\n" +
			'    at load (file:///app/build/server/chunks/cart.js:14:22)'
	);
	await logs.stepLog('Health check').evaluate((log) => getSelection()?.selectAllChildren(log));
	const selected = await logs.page.evaluate(() => String(getSelection()));
	expect(selected).toContain('TypeError');
	expect(selected).not.toMatch(/\d\d:\d\d:\d\d|^\d+$/m);
	const whole = await context.request.get(`${logs.deployment('failed')}/log.txt`);
	const kept = await readFile(panel.paths.deploymentLog(panel.demo.deployments.failed), 'utf8');
	expect((await whole.text()).split('\n')).toHaveLength(kept.split('\n').length);
	expect(whole.headers()['content-disposition']).toMatch(
		/^attachment; filename="[a-z]+-\d+\.log"$/
	);
});

test('UX-23: a cut connection is told of, and nothing is lost or doubled over it', async () => {
	await logs.open(logs.deployment('running'));
	const path = panel.paths.deploymentLog(panel.demo.deployments.running);
	const before = (await readFile(path, 'utf8')).split('\n').length - 1;
	await logs.line(before).waitFor();
	await context.setOffline(true);
	await logs.page.getByRole('status').getByText('The connection is cut.').waitFor();
	await appendFile(path, lost('offline', 300));
	await context.setOffline(false);
	await logs.stepLog('Build').getByText('offline 300', { exact: true }).waitFor();
	await expect.poll(() => logs.page.getByText('The connection is cut.').count()).toBe(0);
	await hide(true);
	await appendFile(path, lost('hidden', 300));
	await hide(false);
	await logs.stepLog('Build').getByText('hidden 300', { exact: true }).waitFor();
	const log = logs.stepLog('Build');
	const seen = new Map<number, string>();
	await log.focus();
	await logs.page.keyboard.press('Home');
	await expect.poll(() => log.evaluate((element) => element.scrollTop)).toBe(0);
	for (;;) {
		// A row that is still being fetched has no number yet.
		await expect.poll(() => log.getByText('…', { exact: true }).count()).toBe(0);
		const rows = await log
			.getByRole('link', { name: /^Line/ })
			.evaluateAll((links) =>
				links.map((link) => [
					Number(link.textContent),
					link.parentElement?.lastElementChild?.textContent
				])
			);
		for (const [number, text] of rows) seen.set(Number(number), String(text));
		if (seen.has(before + 600)) break;
		const last = Math.max(...seen.keys());
		await logs.page.keyboard.press('PageDown');
		await expect.poll(async () => Math.max(...(await logs.shownNumbers()))).toBeGreaterThan(last);
	}
	const expected = ['offline', 'hidden'].flatMap((word) =>
		Array.from({ length: 300 }, (_, at) => `${word} ${at + 1}`)
	);
	expect(expected.map((_, at) => seen.get(before + at + 1))).toEqual(expected);
});

const lost = (word: string, lines: number) =>
	Array.from({ length: lines }, (_, at) => storedLine('build', `${word} ${at + 1}`)).join('');

/** As another tab in front of this one does. */
async function hide(isHidden: boolean): Promise<void> {
	await logs.page.evaluate((hidden) => {
		Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
		document.dispatchEvent(new Event('visibilitychange'));
	}, isHidden);
}

test('lines of a time are read, with scripts and without, and a release says where it began', async () => {
	const path = panel.paths.serviceLog(panel.demo.serviceId);
	const noon = Date.UTC(2031, 0, 31, 12);
	const release = `release-${panel.demo.deployments.live}`;
	const at = (minute: number, source: string, text: string) =>
		`${noon + minute * 60_000}\tg\t${source}\t${text}\n`;
	await appendFile(
		path,
		at(0, 'web', 'at noon') +
			at(5, release, 'Release 4f1c2a9 (#4) · deployed') +
			at(9, 'web', 'later')
	);
	const address = `/services/${panel.demo.serviceId}/logs`;
	await logs.open(`${address}?since=2031-01-31T12:05`);
	const log = logs.page.getByRole('log');
	await log.getByText('later').waitFor();
	expect(await log.getByText('at noon').count()).toBe(0);
	const begun = log.getByRole('link', { name: 'Release 4f1c2a9 (#4) · deployed' });
	expect(await begun.getAttribute('href')).toBe(`/deployments/${panel.demo.deployments.live}`);
	await logs.page.getByLabel('Up to (UTC)').fill('2031-01-31T12:06');
	await logs.page.getByRole('button', { name: 'Filter' }).click();
	await logs.page.waitForURL(/since=2031-01-31T12%3A05&until=2031-01-31T12%3A06$/);
	await begun.waitFor();
	await expect.poll(() => log.getByText('later').count()).toBe(0);
	const plain = await browser.newContext({ storageState, javaScriptEnabled: false });
	const reader = await plain.newPage();
	await reader.goto(panel.url + address);
	await reader.getByText('From one time to another').click();
	await reader.getByLabel('From (UTC)').fill('2031-01-31T12:00');
	await reader.getByLabel('Up to (UTC)').fill('2031-01-31T12:01');
	await reader.getByRole('button', { name: 'Filter' }).click();
	await reader.getByText('at noon').waitFor();
	expect(await reader.getByRole('link', { name: /^Line/ }).count()).toBe(1);
	await plain.close();
});

test('the tail is read and walked back without scripts', async () => {
	const plain = await browser.newContext({ storageState, javaScriptEnabled: false });
	const reader = await plain.newPage();
	await reader.goto(`${panel.url}/services/${panel.demo.serviceId}/logs`);
	await reader.getByText('GET /').first().waitFor();
	await reader.getByRole('link', { name: 'Older lines' }).click();
	await reader.waitForURL(/\?before=\d+$/);
	await new LogPage(reader, panel).line(200).waitFor();
	await plain.close();
});
