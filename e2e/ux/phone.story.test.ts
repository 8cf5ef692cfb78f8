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

test('UX-40: the settings of a service are reached by an index of their sections', async ({
	window,
	panel
}) => {
	const page = await (await window({ viewport })).newPage();
	await openLive(page, `/services/${panel.demo.serviceId}/settings`);
	const links = page.getByRole('navigation', { name: 'Sections of the settings' });
	for (const [link, heading] of [
		['Source', 'Source'],
		['Build', 'Build'],
		['Run', 'Run'],
		['Health check', 'Health check'],
		['Replacing a version', 'Replacing a version'],
		['Delete', 'Delete this service']
	] as const) {
		await links.getByRole('link', { name: link, exact: true }).click();
		const title = page.getByRole('heading', { name: heading, exact: true });
		await expect.poll(() => title.evaluate(isOnScreen)).toBe(true);
	}
	const deep = await page.context().newPage();
	await openLive(deep, `/services/${panel.demo.serviceId}/settings#health`);
	const health = deep.getByRole('heading', { name: 'Health check', exact: true });
	await expect.poll(() => health.evaluate(isOnScreen)).toBe(true);
});
