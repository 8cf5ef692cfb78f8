import { expect } from 'vitest';
import { connectDb } from '#lib/server/db/client.ts';
import { newId } from '#lib/server/db/id.ts';
import { makeOwnCertificate } from '../fixtures/certificate.ts';
import type { DemoPanel } from '../fixtures/demo-panel.ts';
import { test as base } from '../fixtures/signed-in.ts';

const host = 'store.northwind.example';
const domainsOf = ({ demo }: DemoPanel) => `/services/${demo.serviceId}/domains`;

/** A second service in the shop's project. */
const test = base.extend('neighbour', async ({ panel }, { onCleanup }) => {
	const db = connectDb(panel.databaseUrl);
	const { projectId } = await db.service.findUniqueOrThrow({ where: { id: panel.demo.serviceId } });
	const name = `api-${newId()
		.slice(0, 6)
		.toLowerCase()
		.replaceAll(/[^a-z]/g, 'x')}`;
	const id = newId();
	const source = { gitUrl: 'https://github.com/northwind/api', branch: 'main' };
	await db.service.create({
		data: { id, projectId, name, ...source, webhookSecretCipher: 'none' }
	});
	onCleanup(async () => {
		await db.service.delete({ where: { id } });
		await db.$disconnect();
	});
	return name;
});

test('a path of a domain is led to another app, refused when it is none, and given back', async ({
	page,
	open,
	panel,
	neighbour
}) => {
	await open(domainsOf(panel));
	const item = page.getByLabel(host, { exact: true }).and(page.getByRole('listitem'));
	await item.getByText(host, { exact: true }).click();
	await item.getByText('Lead a path to another app').click();
	await item.getByLabel('Path', { exact: true }).fill('api');
	await item.getByRole('button', { name: `Add the path to ${host}` }).click();
	await item.getByText('The path must start with /, e.g. /api').waitFor();
	await item.getByLabel('Path', { exact: true }).fill('/api');
	await item.getByLabel('App that answers').selectOption(neighbour);
	await item.getByText('Ask it without the path').click();
	await item.getByRole('button', { name: `Add the path to ${host}` }).click();
	const paths = page.getByRole('list', { name: `Paths of ${host}` });
	await paths.getByText(`/api is answered by ${neighbour}, asked without it`).waitFor();
	expect(await page.getByLabel(`Visitors of ${host}`).count()).toBe(0);
	await page.getByRole('button', { name: `Remove ${host}/api` }).click();
	await paths.waitFor({ state: 'detached' });
});

test('a certificate of one’s own is refused with the reason, served, and given up; its key is not shown', async ({
	page,
	open,
	panel
}) => {
	await open(domainsOf(panel));
	const item = page.getByLabel(host, { exact: true }).and(page.getByRole('listitem'));
	await item.getByText(host, { exact: true }).click();
	const [own, other] = [await makeOwnCertificate(host), await makeOwnCertificate('x.example')];
	await item.getByText('Bring a certificate of your own').click();
	const save = async (certificate: string, key: string) => {
		await item.getByLabel('Certificate, with its chain').fill(certificate);
		await item.getByLabel('Private key').fill(key);
		await item.getByRole('button', { name: `Save the certificate of ${host}` }).click();
	};
	/** The field in question has the focus, and the form takes another try. */
	const refused = async (label: string, why: string) => {
		await item.getByText(why).waitFor();
		const isFocused = () =>
			item.getByLabel(label).evaluate((field) => field === document.activeElement);
		await expect.poll(isFocused).toBe(true);
	};
	await save(other.certificate, other.key);
	await refused(
		'Certificate, with its chain',
		`The certificate is for x.example, not for ${host}.`
	);
	await save(own.certificate, other.key);
	await refused('Private key', 'The key does not belong to the certificate.');
	await save(own.certificate, own.key);
	await item
		.getByText(/Certificate: yours, until /)
		.last()
		.waitFor();
	await page.reload();
	expect(await page.content()).not.toContain('PRIVATE KEY-----\n');
	await item.getByText(host, { exact: true }).click();
	await item.getByText('Your certificate').click();
	await item.getByRole('button', { name: `Have Gantry get the certificate of ${host}` }).click();
	await item.getByText('Bring a certificate of your own').waitFor();
});
