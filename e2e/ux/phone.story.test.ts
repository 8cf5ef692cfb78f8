import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test } from '../fixtures/signed-in.ts';

const viewport = { width: 360, height: 740 };

function isOnScreen(element: Element): boolean {
	const { top, bottom } = element.getBoundingClientRect();
	return top >= 0 && bottom <= innerHeight;
}

/** Waits until the page's scripts are at work. */
async function openLive(page: Page, path: string): Promise<void> {
	const heard = page.waitForRequest('**/events?*');
	await page.goto(path);
	await heard;
}

test('UX-40: on a phone a page’s content begins in the first third of the screen', async ({
	window,
	panel
}) => {
	const { serviceId, projectId, deployments } = panel.demo;
	const page = await (await window({ viewport })).newPage();
	const firsts = [
		[`/services/${serviceId}`, page.getByRole('region', { name: 'Latest deployments' })],
		[`/services/${serviceId}/domains`, page.getByRole('region', { name: 'Domains', exact: true })],
		[`/projects/${projectId}`, page.getByRole('main').getByRole('listitem').getByText('shop')],
		[`/deployments/${deployments.failed}`, page.getByLabel('Search the log')],
		['/settings/server', page.getByRole('region', { name: 'Now, and in the last hour' })]
	] as const;
	for (const [path, first] of firsts) {
		await page.goto(path);
		const box = await first.first().boundingBox();
		expect(box?.y, path).toBeLessThan(viewport.height / 3);
	}
});

test('UX-40: on a phone the places are behind one button, which needs no script', async ({
	window
}) => {
	for (const javaScriptEnabled of [true, false]) {
		const page = await (await window({ viewport, javaScriptEnabled })).newPage();
		await page.goto('/');
		const activity = page.getByRole('navigation', { name: 'Main' }).getByText('Activity');
		expect(await activity.isVisible()).toBe(false);
		await page.getByRole('button', { name: 'Menu', exact: true }).click();
		await activity.click();
		await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
		await activity.waitFor({ state: 'hidden' });
	}
});

test('UX-40: on a phone what waits to be applied is one line that opens', async ({
	window,
	panel
}) => {
	const page = await (await window({ viewport, javaScriptEnabled: false })).newPage();
	await page.goto(`/services/${panel.demo.serviceId}`);
	const explained = page.getByText('Applying starts the live image again');
	expect(await explained.isVisible()).toBe(false);
	await page.getByText(/changes not applied/).click();
	await explained.waitFor();
	await page.getByRole('button', { name: 'Apply' }).waitFor();
});

test('UX-40: on a phone a log begins on the first screen, its filters behind one line', async ({
	window,
	panel
}) => {
	const page = await (await window({ viewport })).newPage();
	await openLive(page, `/services/${panel.demo.serviceId}/logs`);
	const firstLines = page.getByRole('log').getByRole('link', { name: /^Line/ });
	await expect.poll(() => firstLines.nth(3).evaluate(isOnScreen)).toBe(true);
	const level = page.getByLabel('Level');
	expect(await level.isVisible()).toBe(false);
	await page.getByText('Filters', { exact: true }).click();
	await level.selectOption('error');
	await page.getByText('1 set', { exact: true }).waitFor();
	await page.setViewportSize({ width: 1280, height: 800 });
	expect(await level.isVisible()).toBe(true);
	expect(await page.getByText('Filters', { exact: true }).isVisible()).toBe(false);
});

test('UX-40: without scripts the filters are open', async ({ window, panel }) => {
	const page = await (await window({ viewport, javaScriptEnabled: false })).newPage();
	await page.goto(`/services/${panel.demo.serviceId}/logs`);
	await page.getByLabel('Level').selectOption('error');
	await page.getByRole('button', { name: 'Filter' }).click();
	await page.waitForURL(/level=error/);
});

test('UX-40: on a phone a domain shows its state; what is seldom changed opens', async ({
	window,
	panel
}) => {
	const page = await (await window({ viewport })).newPage();
	await openLive(page, `/services/${panel.demo.serviceId}/domains`);
	const item = page
		.getByLabel('www.northwind.example', { exact: true })
		.and(page.getByRole('listitem'));
	await item.getByText('DNS: points here').waitFor();
	await item.getByText('Visitors are sent to northwind.example.').waitFor();
	const remove = item.getByRole('button', { name: 'Remove www.northwind.example' });
	expect(await remove.isVisible()).toBe(false);
	expect(
		await item.getByLabel('Visitors of www.northwind.example', { exact: true }).isVisible()
	).toBe(false);
	await item.getByText('www.northwind.example', { exact: true }).click();
	await item.getByText('Bring a certificate of your own').waitFor();
	await remove.click();
	await page.getByRole('dialog', { name: 'Remove www.northwind.example?' }).waitFor();
});

test('UX-40: on a phone the settings are a line a section, with its values, that opens', async ({
	window,
	panel
}) => {
	const page = await (await window({ viewport, javaScriptEnabled: false })).newPage();
	await page.goto(`/services/${panel.demo.serviceId}/settings`);
	const remove = page.getByRole('button', { name: 'Delete service' });
	const end = await remove.boundingBox();
	expect(end?.y).toBeLessThan(viewport.height * 1.2);

	const run = page.getByRole('region', { name: 'Run', exact: true });
	const memory = run.getByLabel('Memory, MB');
	expect(await memory.isVisible()).toBe(false);
	await run.getByText('Port 3000 · 512 MB · CPU without a cap').click();
	await memory.fill('640');
	await run.getByRole('button', { name: 'Save' }).click();
	await run.getByText('Saved.').waitFor();
	expect(await memory.inputValue()).toBe('640');
	await run.getByRole('heading', { name: 'Run' }).click();
	await run.getByText('Port 3000 · 640 MB · CPU without a cap').waitFor();
});

test('UX-40: a link into the settings opens its section', async ({ window, panel }) => {
	const page = await (await window({ viewport })).newPage();
	await openLive(page, `/services/${panel.demo.serviceId}/settings#health`);
	const health = page.getByRole('region', { name: 'Health check' });
	await expect.poll(() => health.getByLabel('Path').evaluate(isOnScreen)).toBe(true);
	expect(await health.getByRole('heading').evaluate(isOnScreen)).toBe(true);
});

test('UX-40: what was opened before the scripts arrived stays open', async ({ window, panel }) => {
	const service = `/services/${panel.demo.serviceId}`;
	for (const [path, line, inside] of [
		['settings', 'Port 3000', 'Memory, MB'],
		['domains', 'Open to everybody', 'Password'],
		['logs', 'Filters', 'Level']
	] as const) {
		const page = await (await window({ viewport })).newPage();
		const { promise: released, resolve: release } = Promise.withResolvers<void>();
		await page.route('**/_app/**/*.js', async (route) => {
			await released;
			await route.continue();
		});
		const heard = page.waitForRequest('**/events?*');
		await page.goto(`${service}/${path}`, { waitUntil: 'commit' });
		await page.getByText(line).first().click();
		await page.getByLabel(inside).waitFor();
		release();
		await heard;
		expect(await page.getByLabel(inside).isVisible(), path).toBe(true);
	}
});
