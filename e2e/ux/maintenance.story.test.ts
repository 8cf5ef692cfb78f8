import { expect } from 'vitest';
import { test } from '../fixtures/signed-in.ts';

test('maintenance is begun with words of one’s own, says since when and by whom, and ends', async ({
	page,
	open,
	panel
}) => {
	await open(`/services/${panel.demo.serviceId}/domains`);
	const card = page.getByRole('region', { name: 'Maintenance' });
	await card.getByText('Off, visitors are answered by the app').click();
	await card.getByLabel('What visitors read').fill('Back at noon.');
	await card.getByRole('button', { name: 'Begin maintenance' }).click();
	await page.getByText('In maintenance: visitors read a page').click();
	await page.getByText(/^Since .*, by \S+@\S+\. The app runs on/).waitFor();
	await card.getByRole('button', { name: 'Save the words' }).waitFor();
	await page.goto(`/services/${panel.demo.serviceId}`);
	await page.getByRole('button', { name: 'End maintenance' }).click();
	await page.getByText('In maintenance: visitors read a page').waitFor({ state: 'detached' });
});

test('maintenance is switched without scripts, too', async ({ window, panel }) => {
	const plain = await window({ javaScriptEnabled: false });
	const page = await plain.newPage();
	await page.goto(`/services/${panel.demo.serviceId}/domains`);
	const isOff = page.getByText('Off, visitors are answered by the app');
	await isOff.click();
	await page.getByRole('button', { name: 'Begin maintenance' }).click();
	await page.getByText('In maintenance: visitors read a page').waitFor();
	await page.getByRole('button', { name: 'End maintenance' }).click();
	await isOff.waitFor();
	expect(await page.getByText('In maintenance: visitors read a page').count()).toBe(0);
});
