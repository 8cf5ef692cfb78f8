import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { violations } from '../fixtures/axe.ts';
import { demoAccount } from '../fixtures/seed.ts';
import { test } from '../fixtures/signed-in.ts';

const background = (page: Page) =>
	page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test('UX-39: the chosen theme holds at once, is remembered, and comes from the server', async ({
	window
}) => {
	const context = await window({ colorScheme: 'light' });
	const page = await context.newPage();
	await page.goto('/');
	const light = await background(page);
	await page.getByRole('button', { name: /^Account/ }).click();
	await page.getByRole('button', { name: 'Dark theme' }).click();
	const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
	await expect.poll(theme).toBe('dark');
	await expect
		.poll(async () => (await context.cookies()).find(({ name }) => name === 'gantry_theme')?.value)
		.toBe('dark');
	// Before any script of the page could run.
	await page.goto('/', { waitUntil: 'commit' });
	expect(await theme()).toBe('dark');
	const answer = await context.request.get('/settings');
	expect(await answer.text()).toMatch(/<html[^>]* data-theme="dark"/);
	await page.getByRole('heading', { level: 1 }).waitFor();
	expect(await background(page)).not.toBe(light);
});

test('UX-39: the device’s theme holds until another is chosen', async ({ window }) => {
	const seen = new Set<string>();
	for (const colorScheme of ['light', 'dark'] as const) {
		const page = await (await window({ colorScheme })).newPage();
		await page.goto('/');
		seen.add(await background(page));
	}
	expect(seen.size).toBe(2);
});

test('UX-39: the colours of a log can be read in both themes', async ({ page, open, panel }) => {
	await open(`/deployments/${panel.demo.deployments.failed}`);
	await page
		.getByText(/Cannot read properties/)
		.first()
		.waitFor();
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		expect(await violations(page, 'colours'), colorScheme).toEqual([]);
	}
});

test('UX-39: nothing moves for who asked for that', async ({ window, panel }) => {
	const moving = async (reducedMotion: 'reduce' | 'no-preference') => {
		const page = await (await window({ reducedMotion })).newPage();
		await page.goto(`/deployments/${panel.demo.deployments.running}`);
		await page.getByRole('heading', { level: 1 }).waitFor();
		await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
		return page.evaluate(
			() => document.getAnimations().filter(({ playState }) => playState === 'running').length
		);
	};
	expect(await moving('no-preference')).toBeGreaterThan(0);
	expect(await moving('reduce')).toBe(0);
});

/** Milliseconds to the largest paint, and how much the page shifted, on a slow device. */
async function measure(page: Page, path: string) {
	const session = await page.context().newCDPSession(page);
	await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
	await page.goto(path, { waitUntil: 'networkidle' });
	return page.evaluate(async () => {
		const entries = (type: string) =>
			new Promise<PerformanceEntry[]>((resolve) => {
				const seen: PerformanceEntry[] = [];
				const observer = new PerformanceObserver((list) => seen.push(...list.getEntries()));
				observer.observe({ type, buffered: true });
				requestAnimationFrame(() => requestAnimationFrame(() => resolve(seen)));
			});
		const shifts = (await entries('layout-shift')) as (PerformanceEntry & { value: number })[];
		return {
			paint: (await entries('largest-contentful-paint')).at(-1)?.startTime ?? Infinity,
			shift: shifts.reduce((sum, { value }) => sum + value, 0)
		};
	});
}

test('UX-40: the dashboard is there at once on a slow device, and stays where it is', async ({
	window
}) => {
	const page = await (await window({ viewport: { width: 360, height: 740 } })).newPage();
	const next = () => measure(page, '/');
	const runs = [await next(), await next(), await next()];
	expect(Math.max(...runs.map(({ shift }) => shift))).toBeLessThan(0.05);
	// A busy machine paints everything late: then an almost empty page says how late.
	const plain = await measure(page, '/health');
	const best = Math.min(...runs.map(({ paint }) => paint));
	const allowed = Number.isFinite(plain.paint) ? Math.max(1_500, plain.paint * 10) : 1_500;
	expect(best).toBeLessThan(allowed);
});

test('UX-40: signing in works without JavaScript', async ({ browser, panel }) => {
	const context = await browser.newContext({ baseURL: panel.url, javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto('/settings');
	await page.getByLabel('E-mail address').fill(demoAccount.email);
	await page.getByLabel('Password').fill('not the password at all');
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.getByRole('alert').waitFor();
	await page.getByLabel('Password').fill(demoAccount.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
	await context.close();
});
