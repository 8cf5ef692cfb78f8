import { expect } from 'vitest';
import { test } from '../fixtures/signed-in.ts';

test('UX-32: two clicks roll back, the page says what is paused, and a toast undoes it', async ({
	page,
	context,
	open,
	panel
}) => {
	const service = `/services/${panel.demo.serviceId}`;
	await open(`${service}/deployments`);
	await page.getByRole('button', { name: 'Roll back' }).first().click();
	const dialog = page.getByRole('dialog');
	for (const said of ['Comes back', 'Stays as it is', 'Auto-deploy pauses']) {
		await dialog.getByText(said).waitFor();
	}
	await dialog.getByRole('button', { name: 'Roll back' }).click();
	await page.getByRole('heading', { name: /^Deployment #\d+$/ }).waitFor();
	const toast = page.getByRole('status').filter({ hasText: 'Auto-deploy is paused.' });
	await toast.last().waitFor();
	const other = await context.newPage();
	await other.goto(service);
	const banner = other.getByText(/^Auto-deploy is paused since the rollback to #\d+$/);
	await banner.waitFor();
	await toast.last().getByRole('button', { name: 'Undo' }).click();
	await page.getByText('Cancelled', { exact: true }).first().waitFor();
	await expect.poll(() => banner.count()).toBe(0);

	await open(`${service}/deployments`);
	await page.getByRole('button', { name: 'Roll back' }).first().click();
	await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
	await page.getByRole('heading', { name: /^Deployment #\d+$/ }).waitFor();
	await banner.waitFor();
	await other.getByRole('button', { name: 'Resume' }).click();
	await expect.poll(() => banner.count()).toBe(0);
});
