import { expect } from 'vitest';
import { demoAccount } from '../fixtures/seed.ts';
import { openLive, test } from '../fixtures/signed-in.ts';

test('UX-35: the feed says who did what, when and where, groups bursts and follows by itself', async ({
	page,
	open,
	context,
	panel
}) => {
	const { projectId } = panel.demo;
	await open('/');
	await page
		.getByRole('navigation', { name: 'Main' })
		.getByRole('link', { name: 'Activity' })
		.click();
	await page.getByRole('heading', { name: 'Activity' }).waitFor();
	const rows = page.getByRole('main').getByRole('listitem');
	const created = rows.filter({ hasText: 'created the service tools' });
	await created.getByText(demoAccount.email).waitFor();
	await created.getByText(/^just now$|ago$/).waitFor();
	await created.getByRole('link', { name: 'Internal tools', exact: true }).waitFor();
	await created.getByRole('link', { name: 'created the service tools' }).click();
	await page.waitForURL('**/services/*');

	await open('/activity');
	const burst = rows.filter({ hasText: /added domains \d+ times/ }).first();
	await burst.getByText(/Show all \d/).click();
	await burst
		.getByRole('link', { name: /^added the domain / })
		.first()
		.waitFor();

	const other = await context.newPage();
	await openLive(other, `/projects/${projectId}/settings`);
	await other.getByLabel('Project name').fill('Storefront');
	await other.getByRole('button', { name: 'Save' }).click();
	await page.getByText('renamed the project Shop to Storefront').waitFor();
});

test('UX-35: it is filtered by project, person and kind in the address, and taken away as a table', async ({
	page,
	open,
	panel
}) => {
	await open('/activity');
	await page.getByRole('searchbox', { name: 'Project', exact: true }).fill('internal');
	await page.getByRole('searchbox', { name: 'Person', exact: true }).fill('ada@');
	await page.getByRole('combobox', { name: /^Kind/ }).selectOption('Projects and services');
	await page.getByRole('button', { name: 'Filter' }).click();
	await page.waitForURL((url) => url.searchParams.get('actor') === 'ada@');
	expect(page.url()).toContain('kind=projects');
	await page.getByText('created the project Internal tools').waitFor();
	expect(await page.getByText('created the project Blog').count()).toBe(0);
	const download = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Download as CSV' }).click();
	expect((await download).suggestedFilename()).toBe('activity.csv');
	const link = await page.getByRole('link', { name: 'Download as CSV' }).getAttribute('href');
	const csv = await (await page.request.get(link ?? '')).text();
	expect(csv.split('\r\n')[0]).toBe('time,who,action,what,project,service,address');
	expect(csv).toContain('created the project Internal tools');
	expect(csv).not.toContain('Blog');

	await open(`/projects/${panel.demo.projectId}/activity`);
	await page.getByText(/^created the service shop$/).waitFor();
	expect(await page.getByRole('searchbox', { name: 'Project', exact: true }).count()).toBe(0);
	await page.getByRole('searchbox', { name: 'Person', exact: true }).fill('nobody-at-all');
	await page.getByRole('button', { name: 'Filter' }).click();
	await page.getByText('Nothing matches').waitFor();
});

test('B7: a delivery is read and replayed without JavaScript, and the safety net is asked', async ({
	window,
	panel
}) => {
	const page = await (await window({ javaScriptEnabled: false })).newPage();
	await page.goto(`/services/${panel.demo.serviceId}/webhook?decision=ignored`);
	await page.getByRole('link', { name: /^Branch redesign was pushed/ }).click();
	await page
		.getByRole('region', { name: 'Payload' })
		.getByText('"ref": "refs/heads/redesign"')
		.waitFor();
	await page.getByRole('button', { name: 'Replay' }).click();
	await page.getByText(`Replayed by ${demoAccount.email}`).waitFor();
	await page.getByRole('link', { name: 'All deliveries' }).click();
	await page.getByText(`Replayed by ${demoAccount.email}`).waitFor();
	await page.getByRole('button', { name: 'Check now' }).click();
	await page.waitForURL('**/webhook?/look');
	await page.getByRole('heading', { name: 'Safety net' }).waitFor();
});
