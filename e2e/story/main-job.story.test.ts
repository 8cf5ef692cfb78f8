import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { makeApp } from '../fixtures/apps/make-app.ts';
import type { AppKind } from '../fixtures/apps/recipes.ts';
import { openBrowser } from '../fixtures/browser.ts';
import { leftovers, nothingLeft } from '../fixtures/docker-leftovers.ts';
import { startGitHost, type GitHost, type Repository } from '../fixtures/git-host.ts';
import { sendLoad } from '../fixtures/load.ts';
import { startPerson, type Person } from '../fixtures/person.ts';
import { startProduct, type Product } from '../fixtures/product.ts';
import { pushWebhook } from '../fixtures/push-webhook.ts';
import { visit } from '../fixtures/visit.ts';

/** The main job, as a person does it: from the set-up link to a deleted project. */

let product: Product;
let browser: Browser;
let person: Person;
let host: GitHost;
let workspace: string;
let greeter: Repository;
const docker = new Docker();

const site = (app: string) => `https://${app}.localhost:${product.httpsPort}/`;

/** A server without dependencies that tells its version and a variable. */
const greeterFiles = (version: string) => ({
	'package.json': JSON.stringify({ name: 'greeter', scripts: { start: 'node server.mjs' } }),
	'server.mjs': `import { createServer } from 'node:http';
console.log('greeter ${version} starts');
createServer((request, response) => {
	response.end('version ${version}, greeting ' + (process.env.GREETING ?? 'none'));
}).listen(process.env.PORT);
process.on('SIGTERM', () => process.exit(0));
`
});

beforeAll(async () => {
	workspace = await mkdtemp(join(tmpdir(), 'gantry-story-'));
	[host, browser, product] = await Promise.all([startGitHost(), openBrowser(), startProduct()]);
	person = await startPerson(browser, product);
});

afterAll(async () => {
	await person?.close();
	await browser?.close();
	await product?.destroy();
	await host?.close();
	await rm(workspace, { recursive: true, force: true });
});

beforeEach(() => {
	onTestFailed(async ({ task }) => {
		const name = task.name.replace(/[^a-z0-9]+/gi, '-');
		await person.page.screenshot({ path: `test-results/${name}.png`, fullPage: true });
	});
});

test('the set-up link claims the installation once', async () => {
	await person.setUp();
	const again = await fetch(product.setupUrl ?? '', { redirect: 'manual' });
	expect(again.status).toBe(404);
});

const realApps: AppKind[] = ['html', 'vite-react', 'sveltekit', 'express', 'astro', 'dockerfile'];

test.for(realApps)('deploys a real %s app without a setting changed', async (kind) => {
	const folder = join(workspace, kind);
	const expected = await makeApp(kind, folder);
	const repository = await host.createRepository(`real-${kind}`);
	await repository.commitFolder(folder);
	const app = `real-${kind}`;

	await person.deployNew(repository.url, app);
	expect(await person.waitForEnd()).toBe('Live');

	const answer = await visit(site(app));
	expect(answer.status).toBe(200);
	expect(answer.body).toContain(expected);
});

test('a push deploys a change, and no request is lost', async () => {
	greeter = await host.createRepository('greeter');
	await greeter.commit(greeterFiles('one'));
	await person.deployNew(greeter.url, 'greeter', { GREETING: 'hello' });
	expect(await person.waitForEnd()).toBe('Live');
	expect((await visit(site('greeter'))).body).toBe('version one, greeting hello');

	await person.openService('greeter', 'Webhook');
	const path = new URL(await person.page.getByText('/hooks/github/').first().innerText()).pathname;
	await person.page.getByRole('button', { name: 'Make a new secret' }).click();
	await person.page.getByText('Copy it now').waitFor();
	const secret = await person.page
		.getByRole('code')
		.filter({ hasText: /^[A-Za-z0-9_-]{32,}$/ })
		.innerText();

	const stop = new AbortController();
	const load = sendLoad(site('greeter'), { perSecond: 60, signal: stop.signal });
	const sha = await greeter.commit(greeterFiles('two'), { message: 'Say two' });
	const delivered = await pushWebhook(product.panelUrl, { path, secret, sha });
	expect(delivered.status).toBe(202);
	await expect
		.poll(async () => (await visit(site('greeter'))).body, { timeout: 60_000, interval: 50 })
		.toBe('version two, greeting hello');
	await person.openService('greeter');
	await person.page.getByText('Say two').first().waitFor();
	stop.abort();
	const { failures, sent } = await load;
	expect(failures).toEqual([]);
	expect(sent).toBeGreaterThan(50);
});

test('a changed variable is applied without a build', async () => {
	const { page } = person;
	await person.openService('greeter', 'Variables');
	await page.getByLabel('Value of GREETING').fill('good morning');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.getByText('1 change not applied').waitFor();
	expect((await visit(site('greeter'))).body).toBe('version two, greeting hello');
	await page.getByRole('button', { name: 'Apply' }).click();
	await page.waitForURL('**/deployments/*');
	expect(await person.waitForEnd()).toBe('Live');
	expect((await visit(site('greeter'))).body).toBe('version two, greeting good morning');
	expect(await page.getByText(/npm|COPY|FROM/).count()).toBe(0);
});

test('a broken commit fails with the reason, while the old version serves', async () => {
	const { page } = person;
	await greeter.commit(
		{ 'server.mjs': "console.error('no settings found: giving up'); process.exit(3);\n" },
		{ message: 'Break it' }
	);
	await person.openService('greeter');
	await page.getByRole('button', { name: 'Redeploy', exact: true }).click();
	await page.waitForURL('**/deployments/*');
	expect(await person.waitForEnd()).toBe('Failed');
	await page.getByText('no settings found: giving up').first().waitFor();
	await page
		.getByText(/exit(ed)?( with)?( code)? 3/i)
		.first()
		.waitFor();
	expect((await visit(site('greeter'))).body).toBe('version two, greeting good morning');
});

test('T2: a version that fails its check loses no request, and says why on the first screen', async () => {
	const { page } = person;
	await person.openService('greeter', 'Settings');
	const settings = page.getByRole('region', { name: 'Health check' });
	await settings.getByLabel('Path').fill('/health');
	await settings.getByLabel('Deadline, seconds').fill('5');
	await settings.getByRole('button', { name: 'Save' }).click();
	await page.getByRole('status').getByText('Saved.').waitFor();
	await greeter.commit(
		{
			'server.mjs': `import { createServer } from 'node:http';
createServer((request, response) => {
	console.error('not ready: no answer from db.internal');
	response.writeHead(request.url === '/health' ? 503 : 200).end('version three');
}).listen(process.env.PORT);
process.on('SIGTERM', () => process.exit(0));
`
		},
		{ message: 'Need a database' }
	);
	await person.openService('greeter');
	const stop = new AbortController();
	const load = sendLoad(site('greeter'), { perSecond: 60, signal: stop.signal });
	await page.getByRole('button', { name: 'Redeploy', exact: true }).click();
	await page.waitForURL('**/deployments/*');
	expect(await person.waitForEnd()).toBe('Failed');
	stop.abort();

	const line = page.getByText('not ready: no answer from db.internal').first();
	await line.waitFor();
	expect(await page.evaluate(() => scrollY)).toBe(0);
	const box = await line.boundingBox();
	expect(box && box.y + box.height).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0);
	await page
		.getByText(/answered 503/)
		.first()
		.waitFor();

	const { failures, sent, bodies } = await load;
	expect(failures).toEqual([]);
	expect(sent).toBeGreaterThan(50);
	expect([...bodies.keys()]).toEqual(['version two, greeting good morning']);
});

test('a rollback brings the older version back', async () => {
	const { page } = person;
	await person.openService('greeter', 'Deployments');
	await page.getByRole('button', { name: 'Roll back' }).last().click();
	await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
	await expect
		.poll(async () => (await visit(site('greeter'))).body, { timeout: 30_000, interval: 50 })
		.toBe('version one, greeting hello');
});

test('a deleted project leaves nothing behind', async () => {
	const installation = await labelOf(product);
	for (const kind of realApps) await person.deleteProject(`real-${kind}`);
	await person.deleteProject('greeter');
	await expect
		.poll(() => leftovers(docker, installation), { timeout: 60_000, interval: 200 })
		.toEqual(nothingLeft);
	for (const folder of ['git', 'sites', 'logs/services', 'logs/deployments']) {
		// What "New project" looked at belongs to nobody yet: it is kept for a minute, for a second look.
		const owned = async () =>
			(await readdir(join(product.dataDir, folder))).filter((name) => !name.startsWith('inspect'));
		await expect.poll(owned, { timeout: 60_000, interval: 100 }).toEqual([]);
	}
	expect((await visit(site('greeter'))).status).toBe(404);
});

async function labelOf({ dataDir }: Product): Promise<string> {
	return (await readFile(join(dataDir, 'label'), 'utf8')).trim();
}
