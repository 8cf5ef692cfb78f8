import { expect, onTestFinished } from 'vitest';
import { connectDb } from '#lib/server/db/client.ts';
import { test } from '../fixtures/signed-in.ts';

const catalog = 'https://github.com/northwind/catalog';
/** Within a second, says the requirement; a machine that does much else at once is given ten. */
const soon = 10_000;
const lookedAt = (project: string) =>
	`/projects/${project}/new?gitUrl=${encodeURIComponent(catalog)}`;

test('UX-09: a repository is pasted, or chosen with the keyboard among those in use', async ({
	page,
	open
}) => {
	await open('/projects/new');
	const field = page.getByRole('combobox', { name: 'Repository URL' });
	await field.fill('https://github.com/nobody/nothing');
	await page.getByRole('button', { name: 'Continue' }).click();
	await page.getByText('Repository not found or no access.').waitFor();
	expect(await field.getAttribute('aria-invalid')).toBe('true');
	await field.fill('shop');
	const options = page.getByRole('option');
	await expect.poll(() => options.count()).toBe(1);
	expect(await options.innerText()).toMatch(/northwind\/shop[^]*pushed .* ago/);
	await page.keyboard.press('ArrowDown');
	await expect.poll(() => options.getAttribute('aria-selected')).toBe('true');
	await page.keyboard.press('Enter');
	await page.getByText('SvelteKit detected').waitFor();
	expect(await field.inputValue()).toBe('https://github.com/northwind/shop');
});

test('UX-10: what was detected stands with its reason, and can be changed', async ({
	page,
	open,
	panel
}) => {
	await open(lookedAt(panel.demo.projectId));
	const main = page.getByRole('main');
	for (const reason of [
		'package.json: devDependency "@sveltejs/kit"',
		'· pnpm-lock.yaml',
		'package.json: script "build"',
		'svelte.config.js: @sveltejs/adapter-node',
		'the default of @sveltejs/adapter-node'
	]) {
		await main.getByText(reason, { exact: false }).first().waitFor();
	}
	await page.getByText('Change build').click();
	const build = page.getByRole('textbox', { name: 'Build', exact: true });
	await build.fill('pnpm run build:docs');
	await build.blur();
	await page.waitForURL(/buildCommand=/);
	await page.getByText('you set it').waitFor();
	await page.getByRole('button', { name: 'Reset build to what was detected' }).click();
	await page.waitForURL((url) => !url.searchParams.has('buildCommand'));
	await expect.poll(() => page.getByText('you set it').count()).toBe(0);
	await main.getByText('package.json: script "build"').waitFor();
	expect(await build.inputValue()).toBe('');
});

test('UX-11, UX-12: another folder is detected anew, and what its .env.example asks for is flagged', async ({
	page,
	open,
	panel
}) => {
	await open(lookedAt(panel.demo.projectId));
	const flag = page.getByRole('status').filter({ hasText: '2 variables have no value' });
	await flag.getByText('DATABASE_URL, STRIPE_SECRET_KEY').waitFor();
	expect(await page.getByLabel('Value of PUBLIC_URL').getAttribute('placeholder')).toBe(
		'for example http://localhost:3000'
	);
	await page.getByLabel('Value of DATABASE_URL').fill('postgres://db');
	const one = page.getByRole('status').filter({ hasText: 'A variable has no value' });
	await one.getByText('STRIPE_SECRET_KEY').waitFor();

	const folders = page.getByRole('navigation', { name: 'Folders with an app' });
	await folders.getByRole('link', { name: 'api' }).click();
	await page.getByText('Hono detected').waitFor({ timeout: soon });
	expect(await page.getByLabel('Root directory').inputValue()).toBe('apps/api');
	expect(await page.getByLabel('Value of DATABASE_URL').inputValue()).toBe('postgres://db');
	await expect.poll(() => one.count()).toBe(0);
	await folders.getByRole('link', { name: 'The whole repository' }).click();
	await page.getByText('SvelteKit detected').waitFor();
});

test('UX-13: a double click makes one service with one deployment', async ({
	page,
	open,
	panel
}) => {
	await open(lookedAt(panel.demo.projectId));
	await page.getByLabel('App name').fill('twice');
	await page.getByRole('button', { name: 'Deploy', exact: true }).dblclick();
	await page.getByRole('heading', { name: 'Deployment #1' }).waitFor();
	const db = connectDb(panel.databaseUrl);
	onTestFinished(() => db.$disconnect());
	const services = await db.service.findMany({
		where: { gitUrl: catalog },
		select: { name: true, _count: { select: { deployments: true } } }
	});
	expect(services).toEqual([{ name: 'twice', _count: { deployments: 1 } }]);
});
