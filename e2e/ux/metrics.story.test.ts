import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { violations } from '../fixtures/axe.ts';
import { tabTo } from '../fixtures/page-checks.ts';
import { test } from '../fixtures/signed-in.ts';

const said = (page: Page, chart: string) =>
	page.getByRole('slider', { name: chart, exact: true }).getAttribute('aria-valuetext');

test('begins with what is now, and says what is above its threshold', async ({ page, panel }) => {
	await page.goto(`/services/${panel.demo.serviceId}/metrics`);
	const figures = page.getByRole('region', { name: 'Now, and in the last hour' });
	const memory = figures.getByRole('listitem').filter({ hasText: 'Memory' });
	expect(await memory.innerText()).toMatch(/Above 90 %\s+4[78]\d MB\s+9\d % of 512 MB/);
	expect(await figures.getByRole('listitem').count()).toBe(6);
});

test('a moment is the same on all charts, by pointer and by keys', async ({
	page,
	open,
	panel
}) => {
	await open(`/services/${panel.demo.serviceId}/metrics`);
	await tabTo(page, '30 days');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Home');
	const first = await said(page, 'Requests');
	expect(first).toMatch(/^\d+ \w+ \d{4}, [\d:]+ UTC, 2xx [\d.]+\/s/);
	await page.keyboard.press('ArrowRight');
	await expect.poll(() => said(page, 'Requests')).not.toBe(first);
	const moment = (await said(page, 'Requests'))?.slice(0, 25);
	for (const chart of ['Errors', 'Memory', 'Disk I/O']) {
		expect((await said(page, chart))?.slice(0, 25)).toBe(moment);
	}
	expect(await violations(page)).toEqual([]);
	await page.keyboard.press('Escape');
	await expect.poll(() => said(page, 'CPU')).toMatch(/^Last 20 s, Used 0\.\d+ cores$/);

	await page.getByRole('slider', { name: 'CPU' }).hover();
	await expect.poll(() => said(page, 'Requests')).toMatch(/ UTC, /);
	await page.mouse.move(0, 0);
	await expect.poll(() => said(page, 'Requests')).toMatch(/^Last 20 s/);
});

test('a flag leads to the deployment that went live there', async ({ page, panel }) => {
	await page.goto(`/services/${panel.demo.serviceId}/metrics?range=30d`);
	const flags = page.getByRole('region', { name: 'Requests' }).getByRole('link');
	const number = /#\d+/.exec(await flags.last().innerText())?.[0];
	await flags.last().click();
	await page.getByRole('heading', { name: `Deployment ${number}` }).waitFor();
});
