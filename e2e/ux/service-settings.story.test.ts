import { expect } from 'vitest';
import { violations } from '../fixtures/axe.ts';
import { test } from '../fixtures/signed-in.ts';

test('a section of the settings says that it is not saved, that it was, and when it holds', async ({
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
	expect(await violations(page)).toEqual([]);
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
