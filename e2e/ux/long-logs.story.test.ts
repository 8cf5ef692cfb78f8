import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../fixtures/browser.ts';
import { startDemoPanel, type DemoPanel } from '../fixtures/demo-panel.ts';
import { signIn } from '../fixtures/demo/pages.ts';
import { isInSight, type LogPage, openLogs, storedLine } from '../fixtures/log-page.ts';

const million = 1_000_000;

let panel: DemoPanel;
let browser: Browser;
let storageState: Awaited<ReturnType<typeof signIn>>;
let context: BrowserContext;
let logs: LogPage;

beforeAll(async () => {
	[panel, browser] = await Promise.all([startDemoPanel(), openBrowser()]);
	storageState = await signIn(browser, panel.url);
	({ context, logs } = await openLogs(panel, { browser, storageState }));
	await pipeline(
		Readable.from(longLog(million)),
		createWriteStream(panel.paths.deploymentLog(panel.demo.deployments.live))
	);
});
afterAll(async () => {
	await browser?.close();
	await panel?.stop();
});

function* longLog(lines: number): Generator<string> {
	for (let from = 1; from <= lines; from += 10_000) {
		const texts = Array.from({ length: 10_000 }, (_, at) => {
			const word = (from + at) % 5000 === 77 ? 'A Needle' : 'hay';
			return storedLine('build', `#${from + at} [build 6/6] compiled ${word} in 12 ms`);
		});
		yield texts.join('');
	}
}

test('UX-18: a million lines are a small window, and every key leads through them', async () => {
	await logs.open(logs.deployment('live'));
	await logs.step('Build').click();
	const log = logs.stepLog('Build');
	await logs.line(1).waitFor();
	const nodes = () => log.evaluate((element) => element.querySelectorAll('*').length);
	expect(await nodes()).toBeLessThanOrEqual(400);
	await log.focus();
	await logs.page.keyboard.press('End');
	await logs.line(million).waitFor();
	expect(await logs.line(million).evaluate(isInSight)).toBe(true);
	expect(await nodes()).toBeLessThanOrEqual(400);
	await logs.page.keyboard.press('PageUp');
	await expect
		.poll(async () => Math.min(...(await logs.shownNumbers())))
		.toBeLessThan(million - 30);
	await logs.page.keyboard.press('Home');
	await logs.line(1).waitFor();
	await logs.page.keyboard.press('PageDown');
	await logs.line(40).waitFor();
	const { violations } = await new AxeBuilder({ page: logs.page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
		.analyze();
	expect(violations.map(({ id, nodes: [node] }) => `${id}: ${node?.html}`)).toEqual([]);
	for (const share of [0.25, 0.5, 0.75, 1]) {
		await log.evaluate((element, at) => (element.scrollTop = element.scrollHeight * at), share);
		await expect
			.poll(async () => Math.max(0, ...(await logs.shownNumbers())))
			.toBeGreaterThan(million * share - 1000);
	}
	const session = await context.newCDPSession(logs.page);
	await session.send('HeapProfiler.collectGarbage');
	const { usedSize } = await session.send('Runtime.getHeapUsage');
	expect(usedSize).toBeLessThan(64 * 2 ** 20);
});

test('UX-20: Ctrl-F searches the whole log on the server', async () => {
	await logs.open(logs.deployment('live'));
	await logs.page.keyboard.press('Control+f');
	const field = logs.page.getByRole('searchbox', { name: 'Search the log' });
	await expect.poll(() => field.evaluate((it) => it === document.activeElement)).toBe(true);
	await field.fill('a needle');
	const said = logs.page.getByRole('search').getByRole('status');
	await said.getByText('1 of 200').waitFor();
	await logs.line(77).waitFor();
	await field.press('Enter');
	await field.press('Enter');
	await said.getByText('3 of 200').waitFor();
	await logs.line(10_077).waitFor();
	expect(await logs.line(10_077).evaluate(isInSight)).toBe(true);
	await field.press('Shift+Enter');
	await logs.line(5077).waitFor();
	await field.press('Shift+Enter');
	await field.press('Shift+Enter');
	await said.getByText('200 of 200').waitFor();
	await logs.line(995_077).waitFor();
	await field.fill('no such words');
	await said.getByText('No match').waitFor();
	await field.fill('12 ms');
	await said.getByText('1 of 5,000+').waitFor();
});

test('UX-21: lines are linked, alone and as a range', async () => {
	await logs.open(`${logs.deployment('live')}#L500000`);
	await logs.line(500_000).waitFor();
	await logs.line(500_002).click();
	await logs.page.waitForURL(/#L500002$/);
	await logs.line(500_005).click({ modifiers: ['Shift'] });
	await logs.page.waitForURL(/#L500002-L500005$/);
	await logs.page.getByRole('button', { name: 'Copy link to these lines' }).click();
	const link = await logs.page.evaluate(() => navigator.clipboard.readText());
	expect(link).toBe(`${panel.url}${logs.deployment('live')}#L500002-L500005`);
	const { context: other, logs: second } = await openLogs(panel, { browser, storageState });
	await second.open(link);
	await second.line(500_002).waitFor();
	expect(await second.line(500_002).evaluate(isInSight)).toBe(true);
	const colour = (number: number) =>
		second.line(number).evaluate((it) => getComputedStyle(it.parentElement!).backgroundColor);
	expect(await colour(500_003)).toBe(await colour(500_005));
	expect(await colour(500_003)).not.toBe(await colour(500_006));
	await other.close();
});
