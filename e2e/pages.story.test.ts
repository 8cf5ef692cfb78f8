import { expect } from 'vitest';
import { violations } from './fixtures/axe.ts';
import { test } from './fixtures/signed-in.ts';

test('UX-40: reads, saves and deploys without JavaScript', async ({ window, panel }) => {
	const context = await window({ javaScriptEnabled: false });
	const page = await context.newPage();
	const { serviceId, deployments } = panel.demo;
	await page.goto(`/deployments/${deployments.failed}`);
	await page.getByText("Cannot read properties of undefined (reading 'items')").waitFor();

	await page.goto(`/services/${serviceId}/variables`);
	await page.getByRole('textbox', { name: 'Value of LOG_LEVEL' }).fill('trace');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.waitForURL('**/variables?/save');
	await page.goto(`/services/${serviceId}/variables`);
	expect(await page.getByRole('textbox', { name: 'Value of LOG_LEVEL' }).inputValue()).toBe(
		'trace'
	);
	expect(await page.content()).not.toContain('sk_demo');

	await page.getByRole('button', { name: 'Apply' }).click();
	await page.getByRole('heading', { name: /Deployment #\d+/ }).waitFor();
	await page.getByRole('button', { name: 'Cancel' }).click();
	await page.getByText('Cancelled', { exact: true }).waitFor();
	await page.getByRole('button', { name: 'Deploy again' }).click();
	await page.getByText('Waiting for the worker').waitFor();

	await page.goto('/projects/new');
	await page.getByLabel('Repository URL').fill('https://github.com/northwind/catalog');
	await page.getByRole('button', { name: 'Continue' }).click();
	await page.getByText('SvelteKit detected').waitFor();
	await page.getByLabel('App name').fill('Not A Name');
	await page.getByRole('button', { name: 'Deploy' }).click();
	await page.getByText(/Invalid app name/).waitFor();
	await page.getByLabel('App name').fill('catalog');
	await page.getByRole('button', { name: 'Deploy' }).click();
	await page.getByRole('heading', { name: 'Deployment #1' }).waitFor();
});

test('shows what changed in variables before it is saved, and names the row at fault', async ({
	page,
	panel
}) => {
	await page.goto(`/services/${panel.demo.serviceId}/variables`);
	await page.getByRole('button', { name: 'Paste .env' }).click();
	const dialog = page.getByRole('dialog');
	await dialog
		.getByRole('textbox')
		.fill('export ADDED="a b" # why\nSTRIPE_SECRET_KEY=sk_changed\n');
	await dialog.getByText('1 added').waitFor();
	await dialog.getByText('1 changed').waitFor();
	expect(await violations(page)).toEqual([]);
	await dialog.getByRole('button', { name: 'Add to the list' }).click();
	await page.getByText('2 unsaved changes').waitFor();
	await page.getByRole('button', { name: 'Add variable' }).click();
	await page.keyboard.type('1BAD');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.getByText('not starting with a digit').waitFor();
	const focused = () =>
		page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.value);
	await expect.poll(focused).toBe('1BAD');
	await page.getByRole('button', { name: 'Remove 1BAD' }).click();
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.getByRole('status').getByText('2 variables saved.').waitFor();
	await page.getByText(/\d changes not applied/).waitFor();
	expect(await page.content()).not.toContain('sk_changed');
});

test('keeps what was opened and typed before the scripts arrived', async ({ page, panel }) => {
	const { promise: released, resolve: release } = Promise.withResolvers<void>();
	await page.route('**/_app/**/*.js', async (route) => {
		await released;
		await route.continue();
	});
	await page.goto(`/services/${panel.demo.serviceId}/variables`, {
		waitUntil: 'commit'
	});
	await page.getByRole('button', { name: 'Paste .env' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('textbox').fill('EARLY=1');
	release();
	await dialog.getByText('1 added').waitFor();
});

test('keeps a repository URL that was typed before the scripts arrived', async ({ page }) => {
	const { promise: released, resolve: release } = Promise.withResolvers<void>();
	await page.route('**/_app/**/*.js', async (route) => {
		await released;
		await route.continue();
	});
	await page.goto('/projects/new', { waitUntil: 'commit' });
	const field = page.getByLabel('Repository URL');
	await field.fill('https://github.com/northwind/catalog');
	release();
	await page.waitForLoadState('networkidle');
	expect(await field.inputValue()).toBe('https://github.com/northwind/catalog');
	await page.getByRole('button', { name: 'Continue' }).click();
	await page.getByLabel('App name').waitFor();
	expect(await field.inputValue()).toBe('https://github.com/northwind/catalog');
});

test('pressing a button twice deploys once, and the page follows the state by itself', async ({
	page,
	context,
	panel
}) => {
	await page.goto(`/services/${panel.demo.serviceId}`);
	const newest = page
		.getByRole('main')
		.getByText(/^#\d+$/)
		.first();
	const before = Number((await newest.textContent())?.slice(1));
	await page.getByRole('button', { name: 'Redeploy' }).dblclick();
	await page.getByRole('heading', { name: `Deployment #${before + 1}` }).waitFor();
	const other = await context.newPage();
	await other.goto(page.url());
	await other.getByRole('button', { name: 'Cancel' }).click();
	await page.getByText('Cancelled', { exact: true }).waitFor();
});

test('asks for the name before a project is deleted', async ({ page }) => {
	await page.goto('/projects?q=status');
	await page.getByRole('link', { name: 'Status page' }).click();
	await page
		.getByRole('navigation', { name: 'Status page' })
		.getByRole('link', { name: 'Settings' })
		.click();
	await page.getByRole('button', { name: 'Delete project' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel(/to confirm/).fill('something else');
	await dialog.getByRole('button', { name: 'Delete project' }).click();
	await dialog.getByText("Type 'Status page' to confirm.").waitFor();
	expect(await violations(page)).toEqual([]);
	await dialog.getByLabel(/to confirm/).fill('Status page');
	await dialog.getByRole('button', { name: 'Delete project' }).click();
	await page.waitForURL('/projects');
	expect(await page.getByRole('link', { name: 'Status page' }).count()).toBe(0);
});
