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

test('UX-36: a section of the settings says that it is not saved, that it was, and when it holds', async ({
	page,
	open,
	panel
}) => {
	await open(`/services/${panel.demo.serviceId}/settings`);
	const run = page.getByRole('region', { name: 'Run', exact: true });
	await run.getByText('Holds when it starts the next time.').waitFor();
	await run.getByLabel('Memory, MB').fill('640');
	await run.getByText('Not saved yet.').waitFor();
	await run.getByLabel('Memory, MB').fill('512');
	await run.getByText('Holds when it starts the next time.').waitFor();
	await run.getByLabel('Memory, MB').fill('768');
	await run.getByRole('button', { name: 'Save' }).click();
	await run.getByText('Saved. It holds from the next deployment on.').waitFor();
	const source = page.getByRole('region', { name: 'Source', exact: true });
	await source.getByText('Needs a deployment to take effect.').waitFor();
});

test('seldom changed settings are one line with their values, and open when they differ', async ({
	page,
	open,
	panel
}) => {
	await open(`/services/${panel.demo.serviceId}/settings`);
	const section = page.getByRole('region', { name: 'Replacing a version' });
	const drain = section.getByLabel('Time to finish, seconds');
	expect(await drain.isVisible()).toBe(false);
	await section.getByText('30 s to finish · warm for 300 s · watched for 60 s').click();
	await drain.fill('45');
	await section.getByRole('button', { name: 'Save' }).click();
	await section.getByText('Saved.').waitFor();
	await page.reload();
	await drain.waitFor();
	expect(await drain.inputValue()).toBe('45');
});

test('without scripts a refused setting is shown at its field, with the line that hides it open', async ({
	window,
	panel
}) => {
	const page = await (await window({ javaScriptEnabled: false })).newPage();
	await page.goto(`/services/${panel.demo.serviceId}/settings`);
	const run = page.getByRole('region', { name: 'Run', exact: true });
	const processes = run.getByLabel('Processes', { exact: true });
	await run.getByText('Processes and stopping').click();
	await processes.fill('3');
	await run.getByRole('button', { name: 'Save' }).click();
	await run.getByText('Processes must be a whole number from 16 to 65536.').waitFor();
	expect(await processes.inputValue()).toBe('3');
	await processes.fill('512');
	await run.getByRole('button', { name: 'Save' }).click();
	await run.getByText('Saved.').waitFor();
	expect(await page.getByText('Saved.').count()).toBe(1);
});

test('on a wide screen the settings are reached by an index of their sections', async ({
	page,
	open,
	panel
}) => {
	await open(`/services/${panel.demo.serviceId}/settings`);
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
		const isOnScreen = () =>
			title.evaluate((element) => {
				const { top, bottom } = element.getBoundingClientRect();
				return top >= 0 && bottom <= innerHeight;
			});
		await expect.poll(isOnScreen).toBe(true);
	}
});

test('UX-27: settings with unsaved edits are marked, and leaving the page asks first', async ({
	page,
	open,
	panel
}) => {
	await open(`/services/${panel.demo.serviceId}/settings`);
	const asked: string[] = [];
	let leaves = false;
	page.on('dialog', (question) => {
		asked.push(question.type() === 'confirm' ? question.message() : question.type());
		void (leaves ? question.accept() : question.dismiss());
	});
	const build = page.getByRole('region', { name: 'Build', exact: true });
	const health = page.getByRole('region', { name: 'Health check' });
	const save = build.getByRole('button', { name: 'Save' });
	await expect.poll(() => save.isDisabled()).toBe(true);
	await build.getByLabel('Build command').fill('pnpm run all');
	await health.getByLabel('Path').fill('/health');
	await page.getByRole('link', { name: 'Build, not saved yet' }).click();
	await page.getByRole('link', { name: 'Health check, not saved yet' }).waitFor();
	expect(asked).toEqual([]);

	const away = page.getByRole('link', { name: 'Domains', exact: true });
	await away.click();
	await expect.poll(() => asked).toEqual(['Leave without saving the changed settings?']);
	await page.reload({ timeout: 2_000 }).catch(() => null);
	expect(asked[1]).toBe('beforeunload');
	expect(await health.getByLabel('Path').inputValue()).toBe('/health');

	await save.click();
	await build.getByText('Saved. It holds from the next deployment on.').waitFor();
	expect(await save.isDisabled()).toBe(true);
	await away.click();
	await expect.poll(() => asked.length).toBe(3);
	await health.getByLabel('Path').fill('/');
	leaves = true;
	await away.click();
	await page.waitForURL('**/domains');
	expect(asked.length).toBe(3);
});
