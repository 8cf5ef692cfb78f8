import { expect } from 'vitest';
import { test } from '../fixtures/signed-in.ts';

test('UX-36: a button shows that it works, a toast says how it went and waits for its reader', async ({
	page,
	open,
	panel
}) => {
	await page.clock.install();
	await open(`/projects/${panel.demo.projectId}/settings`);
	const { promise: released, resolve: release } = Promise.withResolvers<void>();
	await page.route('**/settings?/rename**', async (route) => {
		await released;
		await route.continue();
	});
	await page.getByLabel('Project name').fill('Northwind again');
	const button = page.getByRole('button', { name: 'Save', exact: true });
	await button.click();
	await expect.poll(() => button.getAttribute('aria-busy')).toBe('true');
	expect(await button.isDisabled()).toBe(true);
	release();
	const toast = page
		.getByRole('status')
		.filter({ has: page.getByRole('button', { name: 'Dismiss' }) });
	await toast.waitFor();
	await toast.hover();
	await page.clock.runFor(11_000);
	expect(await toast.count()).toBe(1);
	await page.mouse.move(5, 5);
	await page.clock.runFor(6000);
	await expect.poll(() => toast.count()).toBe(0);
});

test('UX-37: an error keeps the navigation and names the request', async ({ page }) => {
	const answer = await page.goto('/services/aaaaaaaaaaaaaaaaaaaa');
	expect(answer?.status()).toBe(404);
	await page
		.getByRole('navigation', { name: 'Main' })
		.getByRole('link', { name: 'Projects' })
		.waitFor();
	await page.getByText(answer?.headers()['x-request-id'] ?? 'none').waitFor();
});

test('UX-37: a list without entries says why and offers one thing to do', async ({ page }) => {
	for (const [path, why, action] of [
		['/projects?q=zzz', 'No project matches “zzz”', 'Show all'],
		['/deployments?branch=zzz', 'No deployment matches', 'Show all']
	] as const) {
		await page.goto(path);
		await page.getByText(why).waitFor();
		expect(await page.getByRole('main').getByRole('link', { name: action }).count()).toBe(1);
	}
});
