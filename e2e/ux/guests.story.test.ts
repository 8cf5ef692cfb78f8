import { expect } from 'vitest';
import { test } from '../fixtures/signed-in.ts';

test('an app is closed with its first guest, and opened when the last one goes', async ({
	page,
	open,
	panel
}) => {
	await open(`/services/${panel.demo.serviceId}/domains`);
	const card = page.getByRole('region', { name: 'Guests' });
	await card.getByText('Open to everybody').click();
	await card.getByLabel('Name').fill('ada');
	await card.getByLabel('Password').fill('short');
	await card.getByRole('button', { name: 'Add guest' }).click();
	await card.getByText('The password is at least 8 characters.').waitFor();
	await card.getByLabel('Password').fill('correct horse');
	await card.getByRole('button', { name: 'Add guest' }).click();
	await card.getByText('For guests only').waitFor();
	expect(await page.content()).not.toContain('correct horse');
	await card.getByRole('button', { name: 'Remove the guest ada' }).click();
	const dialog = page.getByRole('dialog', { name: 'Remove the guest ada?' });
	await dialog.getByText('the app is then open to everybody').waitFor();
	await dialog.getByRole('button', { name: 'Remove and open' }).click();
	await card.getByText('Open to everybody').waitFor();
});

test('guests are let in without scripts, too', async ({ window, panel }) => {
	const plain = await window({ javaScriptEnabled: false });
	const page = await plain.newPage();
	await page.goto(`/services/${panel.demo.serviceId}/domains`);
	const card = page.getByRole('region', { name: 'Guests' });
	await card.getByText('Open to everybody').click();
	await card.getByLabel('Name').fill('grace');
	await card.getByLabel('Password').fill('correct horse');
	await card.getByRole('button', { name: 'Add guest' }).click();
	await card.getByRole('list', { name: 'Guests' }).getByText('grace', { exact: true }).waitFor();
});
