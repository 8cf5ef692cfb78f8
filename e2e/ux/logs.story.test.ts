import { createWriteStream } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../fixtures/browser.ts';
import { startDemoPanel, type DemoPanel } from '../fixtures/demo-panel.ts';
import { signIn } from '../fixtures/demo/pages.ts';

const esc = '\u001b';
const million = 1_000_000;

let panel: DemoPanel;
let browser: Browser;
let storageState: Awaited<ReturnType<typeof signIn>>;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
	[panel, browser] = await Promise.all([startDemoPanel(), openBrowser()]);
	storageState = await signIn(browser, panel.url);
	context = await browser.newContext({
		storageState,
		baseURL: panel.url,
		permissions: ['clipboard-read', 'clipboard-write']
	});
	page = await context.newPage();
	await pipeline(
		Readable.from(longLog(million)),
		createWriteStream(panel.paths.deploymentLog(panel.demo.deployments.live))
	);
});
afterAll(async () => {
	await browser?.close();
	await panel?.stop();
});

const stored = (source: string, text: string, stream = 'o') =>
	`${Date.now()}\t${stream}\t${source}\t${text}\n`;

function* longLog(lines: number): Generator<string> {
	for (let from = 1; from <= lines; from += 10_000) {
		const texts = Array.from({ length: 10_000 }, (_, at) => {
			const word = (from + at) % 5000 === 77 ? 'A Needle' : 'hay';
			return stored('build', `#${from + at} [build 6/6] compiled ${word} in 12 ms`);
		});
		yield texts.join('');
	}
}

const deployment = (name: 'live' | 'failed' | 'running') =>
	`/deployments/${panel.demo.deployments[name]}`;
const stepLog = (name: string, on = page) => on.getByRole('log', { name: `Log of step ${name}` });
const line = (number: number, on = page) =>
	on.getByRole('link', { name: `Line ${number}`, exact: true });

/** The page is alive: its stream was asked for. */
async function open(path: string, on = page): Promise<void> {
	const heard = on.waitForRequest(/\/log\?from=/);
	await on.goto(path);
	await heard;
}

/** The whole log is kept by its number, so that what is shown can be compared with it. */
async function shownNumbers(name: string): Promise<number[]> {
	const names = await stepLog(name)
		.getByRole('link', { name: /^Line \d+$/ })
		.allTextContents();
	return names.map(Number);
}

test('UX-16: a failed step is open at its first error, with its cause; steps open and close', async () => {
	await open(deployment('failed'));
	const failed = stepLog('Check');
	await failed.getByText('TypeError').waitFor();
	await page.getByText('never became healthy: GET / answered 500').first().waitFor();
	expect(await failed.getByText('TypeError').evaluate(isInSight)).toBe(true);
	const build = page.getByText('Build', { exact: true });
	await build.click();
	await stepLog('Build').getByText('built in 4.82s').waitFor();
	await page.keyboard.press('Enter');
	await expect.poll(() => stepLog('Build').count()).toBe(0);
	await page.keyboard.press('Enter');
	await stepLog('Build').waitFor();
});

/** Is an element within what its scrolling parent shows? */
function isInSight(element: Element): boolean {
	const { top, bottom } = element.getBoundingClientRect();
	const log = element.closest('[role=log]')?.getBoundingClientRect();
	return log !== undefined && top >= log.top && bottom <= log.bottom;
}

test('UX-17: colours are shown, progress collapses, and markup is text', async () => {
	await open(deployment('running'));
	const path = panel.paths.deploymentLog(panel.demo.deployments.running);
	const probe = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
	await appendFile(
		path,
		[
			stored('build', `${esc}[31msixteen${esc}[0m ${esc}[38;5;208mpalette${esc}[0m`),
			stored('build', `${esc}[1;38;2;12;34;200mtruecolour${esc}[0m plain`),
			stored('build', '10 %\r50 %\r100 % loaded'),
			stored('build', probe)
		].join('')
	);
	const log = stepLog('Build');
	await log.getByText(probe).waitFor();
	expect(await page.title()).not.toMatch(/^[12]$/);
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

test('UX-18: a million lines are a small window, and every key leads through them', async () => {
	await open(deployment('live'));
	await page.getByText('Build', { exact: true }).click();
	const log = stepLog('Build');
	await line(1).waitFor();
	const nodes = () => log.evaluate((element) => element.querySelectorAll('*').length);
	expect(await nodes()).toBeLessThanOrEqual(400);
	await log.focus();
	await page.keyboard.press('End');
	await line(million).waitFor();
	expect(await line(million).evaluate(isInSight)).toBe(true);
	expect(await nodes()).toBeLessThanOrEqual(400);
	await page.keyboard.press('PageUp');
	await expect
		.poll(async () => Math.min(...(await shownNumbers('Build'))))
		.toBeLessThan(million - 30);
	await page.keyboard.press('Home');
	await line(1).waitFor();
	await page.keyboard.press('PageDown');
	await line(40).waitFor();
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes: [node] }) => `${id}: ${node?.html}`)).toEqual([]);
	for (const share of [0.25, 0.5, 0.75, 1]) {
		await log.evaluate((element, at) => (element.scrollTop = element.scrollHeight * at), share);
		await expect
			.poll(async () => Math.max(0, ...(await shownNumbers('Build'))))
			.toBeGreaterThan(million * share - 1000);
	}
	const session = await context.newCDPSession(page);
	await session.send('HeapProfiler.collectGarbage');
	const { usedSize } = await session.send('Runtime.getHeapUsage');
	expect(usedSize).toBeLessThan(64 * 2 ** 20);
});

test('UX-19: follows new lines, waits while somebody reads, and says how many came', async () => {
	await open(`/services/${panel.demo.serviceId}/logs`);
	const path = panel.paths.serviceLog(panel.demo.serviceId);
	const log = page.getByRole('log');
	await appendFile(path, stored('gantry-shop-4f1c2a9d-1', 'first news'));
	await log.getByText('first news').waitFor();
	expect(await log.getByText('first news').evaluate(isInSight)).toBe(true);
	await log.hover();
	await page.mouse.wheel(0, -300);
	await expect.poll(() => log.evaluate(distanceFromEnd)).toBeGreaterThan(100);
	await appendFile(path, stored('web', 'second news') + stored('web', 'third news'));
	await page.getByRole('button', { name: '2 new lines' }).click();
	await expect.poll(() => log.evaluate(distanceFromEnd)).toBeLessThan(5);
	await page.mouse.wheel(0, -300);
	await expect.poll(() => log.evaluate(distanceFromEnd)).toBeGreaterThan(100);
	await appendFile(path, stored('web', 'fourth news'));
	await page.getByRole('button', { name: '1 new line' }).waitFor();
	await log.focus();
	await page.keyboard.press('End');
	await expect.poll(() => page.getByRole('button', { name: /new line/ }).count()).toBe(0);
	await appendFile(path, stored('web', 'fifth news'));
	await log.getByText('fifth news').waitFor();
	expect(await log.getByText('fifth news').evaluate(isInSight)).toBe(true);
});

function distanceFromEnd(element: Element): number {
	return element.scrollHeight - element.scrollTop - element.clientHeight;
}

test('UX-20: Ctrl-F searches the whole log on the server', async () => {
	await open(deployment('live'));
	await page.keyboard.press('Control+f');
	const field = page.getByRole('searchbox', { name: 'Search the log' });
	await expect.poll(() => field.evaluate((it) => it === document.activeElement)).toBe(true);
	await field.fill('a needle');
	const said = page.getByRole('search').getByRole('status');
	await said.getByText('1 of 200').waitFor();
	await line(77).waitFor();
	await field.press('Enter');
	await field.press('Enter');
	await said.getByText('3 of 200').waitFor();
	await line(10_077).waitFor();
	expect(await line(10_077).evaluate(isInSight)).toBe(true);
	await field.press('Shift+Enter');
	await line(5077).waitFor();
	await field.press('Shift+Enter');
	await field.press('Shift+Enter');
	await said.getByText('200 of 200').waitFor();
	await line(995_077).waitFor();
	await field.fill('no such words');
	await said.getByText('No match').waitFor();
	await field.fill('12 ms');
	await said.getByText('1 of 5,000+').waitFor();
});

test('UX-21: lines are linked, alone and as a range', async () => {
	await open(`${deployment('live')}#L500000`);
	await line(500_000).waitFor();
	await line(500_002).click();
	await page.waitForURL(/#L500002$/);
	await line(500_005).click({ modifiers: ['Shift'] });
	await page.waitForURL(/#L500002-L500005$/);
	await page.getByRole('button', { name: 'Copy link to these lines' }).click();
	const link = await page.evaluate(() => navigator.clipboard.readText());
	expect(link).toBe(`${panel.url}${deployment('live')}#L500002-L500005`);
	const other = await browser.newContext({ storageState });
	const second = await other.newPage();
	await open(link, second);
	await line(500_002, second).waitFor();
	expect(await line(500_002, second).evaluate(isInSight)).toBe(true);
	const colour = (number: number) =>
		line(number, second).evaluate((it) => getComputedStyle(it.parentElement!).backgroundColor);
	expect(await colour(500_003)).toBe(await colour(500_005));
	expect(await colour(500_003)).not.toBe(await colour(500_006));
	await other.close();
});

test('UX-22: copies lines without numbers and times, and downloads all', async () => {
	await open(`${deployment('failed')}#L24-L25`);
	await page.getByRole('button', { name: 'Copy lines 24 to 25' }).click();
	const copied = page.getByRole('status').getByText('Copied lines 24 to 25.');
	await copied.waitFor({ state: 'attached' });
	const text = await page.evaluate(() => navigator.clipboard.readText());
	expect(text).toBe(
		"TypeError: Cannot read properties of undefined (reading 'items')\n" +
			'    at load (file:///app/build/server/chunks/cart.js:14:22)'
	);
	await stepLog('Check').evaluate((log) => getSelection()?.selectAllChildren(log));
	const selected = await page.evaluate(() => String(getSelection()));
	expect(selected).toContain('TypeError');
	expect(selected).not.toMatch(/\d\d:\d\d:\d\d|^\d+$/m);
	const whole = await context.request.get(`${deployment('failed')}/log.txt`);
	const kept = await readFile(panel.paths.deploymentLog(panel.demo.deployments.failed), 'utf8');
	expect((await whole.text()).split('\n')).toHaveLength(kept.split('\n').length);
	expect(whole.headers()['content-disposition']).toMatch(/^attachment; filename="shop-\d+\.log"$/);
});

test('UX-23: a cut connection is told of, and nothing is lost or doubled over it', async () => {
	await open(deployment('running'));
	const path = panel.paths.deploymentLog(panel.demo.deployments.running);
	const before = (await readFile(path, 'utf8')).split('\n').length - 1;
	await line(before).waitFor();
	await context.setOffline(true);
	await page.getByRole('status').getByText('The connection is cut.').waitFor();
	await appendFile(path, lost('offline', 300));
	await context.setOffline(false);
	await stepLog('Build').getByText('offline 300', { exact: true }).waitFor();
	await expect.poll(() => page.getByText('The connection is cut.').count()).toBe(0);
	await hide(true);
	await appendFile(path, lost('hidden', 300));
	await hide(false);
	await stepLog('Build').getByText('hidden 300', { exact: true }).waitFor();
	const log = stepLog('Build');
	const seen = new Map<number, string>();
	await log.focus();
	await page.keyboard.press('Home');
	while (!seen.has(before + 600)) {
		const last = Math.max(0, ...seen.keys());
		const rows = await log
			.getByRole('link', { name: /^Line/ })
			.evaluateAll((links) =>
				links.map((link) => [
					Number(link.textContent),
					link.parentElement?.lastElementChild?.textContent
				])
			);
		for (const [number, text] of rows) seen.set(Number(number), String(text));
		await page.keyboard.press('PageDown');
		await expect.poll(async () => Math.max(...(await shownNumbers('Build')))).toBeGreaterThan(last);
	}
	const expected = ['offline', 'hidden'].flatMap((word) =>
		Array.from({ length: 300 }, (_, at) => `${word} ${at + 1}`)
	);
	expect(expected.map((_, at) => seen.get(before + at + 1))).toEqual(expected);
});

const lost = (word: string, lines: number) =>
	Array.from({ length: lines }, (_, at) => stored('build', `${word} ${at + 1}`)).join('');

/** As another tab in front of this one does. */
async function hide(isHidden: boolean): Promise<void> {
	await page.evaluate((hidden) => {
		Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
		document.dispatchEvent(new Event('visibilitychange'));
	}, isHidden);
}

test('the tail is read and walked back without scripts', async () => {
	const plain = await browser.newContext({ storageState, javaScriptEnabled: false });
	const reader = await plain.newPage();
	await reader.goto(`${panel.url}/services/${panel.demo.serviceId}/logs`);
	await reader.getByText('GET /').first().waitFor();
	await reader.getByRole('link', { name: 'Older lines' }).click();
	await reader.waitForURL(/\?before=\d+$/);
	await line(100, reader).waitFor();
	await plain.close();
});
