import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { test } from '../fixtures/signed-in.ts';

const focused = (page: Page, name: string) =>
	expect
		.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
		.toContain(name);

test('UX-04: Ctrl-K and Meta-K open the palette, Esc closes it and gives the focus back', async ({
	page,
	open
}) => {
	await open('/projects');
	const filter = page.getByRole('searchbox', { name: 'Filter projects' });
	await filter.focus();
	for (const keys of ['Control+k', 'Meta+k']) {
		await page.keyboard.press(keys);
		await page.getByRole('dialog', { name: 'Search' }).waitFor();
		await focused(page, 'Search projects');
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
		await page.keyboard.press('Escape');
		await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
		await focused(page, 'Filter projects');
	}
	await page.getByRole('link', { name: 'Search', exact: true }).click();
	await page.getByRole('dialog', { name: 'Search' }).waitFor();
	await page.keyboard.press('Escape');
});

test('UX-05: the palette finds and does things by the keyboard alone', async ({
	page,
	open,
	panel
}) => {
	const choose = async (text: string, first: RegExp, where: string) => {
		await open('/settings');
		await page.keyboard.press('Control+k');
		await page.getByRole('dialog').getByRole('combobox').fill(text);
		await page.getByRole('option', { selected: true, name: first }).waitFor();
		await page.keyboard.press('Enter');
		await page.waitForURL(where);
	};
	const { projectId, serviceId, deployments } = panel.demo;
	await choose('internal', /^Internal tools/, '**/projects/*');
	await choose('status p', /^Status page/, '**/projects/*');
	await choose('shop.north', /^shop\.northwind\.example/, `**/services/${serviceId}/domains`);
	await choose('shop logs', /^shop logs/, `**/services/${serviceId}/logs`);
	await choose('clean', /^Clean-up/, '**/settings/clean-up');
	await choose('new proj', /^New project/, '**/projects/new');
	await open(`/deployments/${deployments.live}`);
	const sha = await page
		.getByTitle(/^[0-9a-f]{40}$/)
		.first()
		.getAttribute('title');
	await choose(sha?.slice(0, 7) ?? '', /^shop #3/, `**/deployments/${deployments.live}`);
	await choose('deploy blog', /^Deploy blog/, '**/deployments/*');
	await page.getByRole('heading', { name: 'Deployment #3' }).waitFor();
	await page.getByRole('button', { name: 'Cancel' }).click();
	await open(`/projects/${projectId}`);
	await page.keyboard.press('Control+k');
	await page.getByRole('dialog').getByRole('combobox').fill('no such thing');
	await page.getByRole('status').getByText('Nothing is called “no such thing”.').waitFor();
});

test('UX-05: what the palette finds is a page, too, for those without scripts', async ({
	window,
	panel
}) => {
	const plain = await window({ javaScriptEnabled: false });
	const search = await plain.newPage();
	await search.goto('/');
	await search.getByRole('link', { name: 'Search', exact: true }).click();
	await search.getByRole('searchbox', { name: 'Search for' }).fill('restart blog');
	await search.getByRole('button', { name: 'Search' }).click();
	await search.getByRole('button', { name: 'Restart blog' }).click();
	await search.getByRole('heading', { name: /Deployment #\d/ }).waitFor();
	await search.goto('/search?q=shop');
	await search.getByRole('link', { name: 'shop', exact: true }).click();
	await search.waitForURL(`**/services/${panel.demo.serviceId}`);
});

test('UX-06: keys lead to pages and to the filter, and nowhere while typing', async ({
	page,
	open,
	panel
}) => {
	await open('/');
	for (const [keys, path] of [
		['gp', '/projects'],
		['gd', '/deployments'],
		['gs', '/settings'],
		['gh', '/']
	] as const) {
		for (const key of keys) await page.keyboard.press(key);
		await page.waitForURL(`${panel.url}${path}`);
	}
	await page.keyboard.press('?');
	const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
	await list.getByText('Go to Deployments').waitFor();
	await page.keyboard.press('Escape');
	await expect.poll(() => list.count()).toBe(0);
	await page.keyboard.press('g');
	await page.keyboard.press('p');
	await page.waitForURL('**/projects');
	await page.keyboard.press('/');
	await focused(page, 'Filter projects');
	await page.keyboard.type('g?s/');
	const filter = page.getByRole('searchbox', { name: 'Filter projects' });
	expect(await filter.inputValue()).toBe('g?s/');
	await page.waitForURL(/\/projects\?q=g/);
	expect(await page.getByRole('dialog').count()).toBe(0);
});
