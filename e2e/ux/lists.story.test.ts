import pg from 'pg';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { DemoPanel } from '../fixtures/demo-panel.ts';
import { demoPages } from '../fixtures/demo/pages.ts';
import { large } from '../fixtures/large-seed.ts';
import { scales } from '../fixtures/page-weight.ts';
import { test } from '../fixtures/signed-in.ts';

test.override('isLarge', true);

const kilobytes = (bytes: number) => Math.round(bytes / 1000);
const focused = (page: Page) =>
	page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');

/** Gives the demo's project a second service. */
async function move({ databaseUrl, demo }: DemoPanel, service: string): Promise<void> {
	const client = new pg.Client({ connectionString: databaseUrl });
	await client.connect();
	await client.query('update service set project_id = $1 where name = $2', [
		demo.projectId,
		service
	]);
	await client.end();
}

test('no page needs more than 150 KB of scripts, the dashboard 60, and no list 150 KB of HTML', async ({
	context,
	panel
}) => {
	const weigh = scales(context);
	const lists = { history: `/services/s${'1'.padStart(19, '0')}/deployments` };
	const tooHeavy: string[] = [];
	// Nobody is sent to the page that shows every part twice.
	const { design: _, ...pages } = demoPages(panel.demo);
	for (const [name, path] of Object.entries({ ...pages, ...lists })) {
		const { htmlBytes, scriptBytes } = await weigh(path);
		const most = name === 'dashboard' ? 60 : 150;
		if (kilobytes(scriptBytes) > most)
			tooHeavy.push(`${name}: ${kilobytes(scriptBytes)} KB of scripts`);
		// A log brings its first thousand lines along.
		if (name !== 'log' && kilobytes(htmlBytes) > 150)
			tooHeavy.push(`${name}: ${kilobytes(htmlBytes)} KB of HTML`);
	}
	expect(tooHeavy).toEqual([]);
});

test('UX-33: of 1,000 projects the filter finds one, and the arrow keys and Enter open it', async ({
	page,
	open
}) => {
	await open('/projects');
	const filter = page.getByRole('searchbox', { name: 'Filter projects' });
	await filter.fill('app-040');
	await page.getByText(`10 of ${large.projects + 4} projects`).waitFor();
	await filter.press('ArrowDown');
	await expect.poll(() => focused(page)).toBe('Project 0400');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowUp');
	await expect.poll(() => focused(page)).toBe('Project 0401');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: 'Project 0401', level: 1 }).waitFor();
	await page.goBack();
	await expect.poll(() => filter.inputValue()).toBe('app-040');
	await page.getByText(`10 of ${large.projects + 4} projects`).waitFor();
});

test('UX-07: back gives a list its filters and its place again', async ({ page, open }) => {
	await open('/deployments');
	await page.getByRole('searchbox', { name: 'Branch' }).fill('hotfix');
	await page.getByRole('searchbox', { name: 'Branch' }).press('Enter');
	await page.waitForURL('**/deployments?branch=hotfix');
	await page.getByRole('combobox', { name: 'State' }).selectOption('failed');
	await page.waitForURL(/state=failed/);
	await page.goBack();
	await page.waitForURL('**/deployments?branch=hotfix');
	await expect
		.poll(() => page.getByRole('combobox', { name: 'State' }).inputValue(), { timeout: 5000 })
		.toBe('');
	await page.getByRole('link', { name: 'Older' }).click();
	await page.waitForURL(/before=/);
	await page.evaluate(() => scrollTo(0, 400));
	const place = await page.evaluate(() => scrollY);
	const row = page.getByRole('listitem').getByRole('link', { name: /#\d+/ }).last();
	await row.evaluate((link: HTMLElement) => link.click());
	await page.getByRole('heading', { name: /^Deployment #/ }).waitFor();
	await page.goBack();
	await page.waitForURL(/branch=hotfix.*before=/);
	await expect.poll(() => page.evaluate(() => scrollY)).toBe(place);
});

test('UX-08: switching to another project or service keeps the tab', async ({
	page,
	open,
	panel
}) => {
	await open(`/projects/${panel.demo.projectId}/settings`);
	await page.getByRole('button', { name: 'Switch project' }).click();
	await page.getByRole('searchbox', { name: 'Find a project' }).fill('project 0777');
	await page.getByRole('link', { name: 'Project 0777' }).waitFor();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: 'Project 0777', level: 1 }).waitFor();
	expect(new URL(page.url()).pathname).toMatch(/^\/projects\/p0*777\/settings$/);
	await move(panel, 'blog');
	await open(`/services/${panel.demo.serviceId}/domains`);
	await page.getByRole('button', { name: 'Switch service' }).click();
	await page
		.getByRole('dialog', { name: 'Switch service' })
		.getByRole('link', { name: 'blog' })
		.click();
	await page.getByRole('heading', { name: 'blog', level: 1 }).waitFor();
	expect(new URL(page.url()).pathname).toMatch(/^\/services\/\w+\/domains$/);
	await page.getByRole('link', { name: 'Variables' }).click();
	await page.getByRole('button', { name: 'Switch project' }).click();
	await page.getByRole('link', { name: 'Internal tools' }).click();
	await page.getByRole('heading', { name: 'Internal tools', level: 1 }).waitFor();
	expect(new URL(page.url()).pathname).toMatch(/^\/projects\/\w+\/variables$/);
});

test('UX-34: a page deep in the history of all services filters by address', async ({
	context
}) => {
	const page = await context.newPage();
	await page.goto('/deployments?state=failed&branch=staging&author=Ada Lovelace');
	await page.getByRole('link', { name: 'Older' }).click();
	await page.waitForURL(/state=failed.*branch=staging.*author=.*before=/);
	const rows = page.getByRole('main').getByRole('listitem').filter({ hasText: 'staging' });
	expect(await rows.count()).toBeGreaterThan(10);
});
