import type { Page, Request } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { connectDb } from '#lib/server/db/client.ts';
import { finishDeployment } from '#lib/server/deployments/finish-deployment.ts';
import { goLive } from '#lib/server/deployments/go-live.ts';
import { startDeployment } from '#lib/server/deployments/start-deployment.ts';
import type { DemoPanel } from '../fixtures/demo-panel.ts';
import { test } from '../fixtures/signed-in.ts';

const key = '-----BEGIN PRIVATE KEY-----\nabc/def+1=\n\n-----END PRIVATE KEY-----\n';
const file = `# Payments
export ADDED="a b"
LOG_LEVEL=trace
PUBLIC_URL='https://shop.northwind.example' # as it is

SIGNING_KEY="${key}"
`;

const listOf = ({ demo }: DemoPanel) => `/services/${demo.serviceId}/variables`;
const valueOf = (page: Page, name: string) => page.getByLabel(`Value of ${name}`, { exact: true });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
const unsaved = (page: Page) => page.getByRole('region', { name: 'Unsaved changes' });

/** What Ctrl+V does there. */
async function paste(page: Page, label: string, text: string): Promise<void> {
	await page.getByLabel(label, { exact: true }).evaluate((element, pasted) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text', pasted);
		const options = { clipboardData, bubbles: true, cancelable: true };
		element.dispatchEvent(new ClipboardEvent('paste', options));
	}, text);
}

async function addName(page: Page, name: string): Promise<void> {
	await page.getByRole('button', { name: 'Add variable' }).click();
	await page.keyboard.type(name);
}

async function add(page: Page, name: string, value: string): Promise<void> {
	await addName(page, name);
	await valueOf(page, name).fill(value);
}

test('UX-25: a .env file pasted into any row is previewed with its counts before it is saved', async ({
	page,
	open,
	panel
}) => {
	await open(listOf(panel));
	const dialog = page.getByRole('dialog');
	for (const field of ['Name of variable 1', 'Value of LOG_LEVEL', 'Name of variable 4']) {
		await paste(page, field, file);
		for (const count of ['2 added', '1 changed', '1 unchanged']) {
			await dialog.getByText(count, { exact: true }).waitFor();
		}
		await dialog.getByRole('button', { name: 'Cancel' }).click();
		expect(await unsaved(page).count()).toBe(0);
	}
	await paste(page, 'Name of variable 4', 'A=1\nB C=2\nD="never closed\n');
	await dialog.getByText('Line 2: Variable names').waitFor();
	await dialog.getByText('Line 3: The quote " is never closed.').waitFor();
	expect(await dialog.getByRole('button', { name: 'Add to the list' }).isDisabled()).toBe(true);
	await dialog.getByRole('button', { name: 'Cancel' }).click();

	await paste(page, 'Name of variable 4', file);
	await dialog.getByRole('button', { name: 'Add to the list' }).click();
	await page.getByText('3 unsaved changes').waitFor();
	await save(page);
	await page.getByRole('status').getByText('3 variables saved.').waitFor();
	await page.reload();
	expect(await valueOf(page, 'SIGNING_KEY').inputValue()).toBe(key);
	expect(await valueOf(page, 'ADDED').inputValue()).toBe('a b');
});

test('UX-26: a saved secret is in no answer again; what can be read is shown on demand, and noted', async ({
	page,
	open,
	panel
}) => {
	const secret = `canary-${crypto.randomUUID()}`;
	const plain = `plain-${crypto.randomUUID()}`;
	await open(listOf(panel));
	await add(page, 'CANARY', secret);
	await page.getByText('Secret CANARY', { exact: true }).click();
	await add(page, 'READABLE', plain);
	const answers: { url: string; text: Promise<string> }[] = [];
	const textOf = async (request: Request) => {
		const response = await request.response();
		const type = response?.headers()['content-type'] ?? '';
		return response && /html|json|javascript/.test(type) ? await response.text() : '';
	};
	page.on('requestfinished', (request) => {
		answers.push({ url: request.url(), text: textOf(request).catch(() => '') });
	});
	await save(page);
	await page.getByRole('status').getByText('2 variables saved.').waitFor();

	const service = `/services/${panel.demo.serviceId}`;
	await page.goto(`${service}/variables/history`);
	await page.getByRole('button', { name: 'Show values' }).first().click();
	const change = page.getByRole('listitem', { name: /^Change / }).first();
	await change.getByText(plain).waitFor();
	await change.getByText('a secret').waitFor();
	const paths = [
		`${service}/variables?view=raw`,
		...['', '/deployments', '/logs', '/settings'].map((tab) => service + tab),
		`/projects/${panel.demo.projectId}/variables`,
		`/search?q=CANARY`,
		`/search?q=${secret}`
	];
	for (const path of paths) await page.goto(path);
	await page.goto(`${service}/variables/__data.json`);
	const read = await Promise.all(answers.map(async ({ url, text }) => ({ url, text: await text })));
	const coded = [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)];
	const leaks = read.filter(({ url, text }) => !url.includes(secret) && hasOne(text, coded));
	expect(leaks.map(({ url }) => url)).toEqual([]);
	expect(read.some(({ text }) => text.includes(plain))).toBe(true);

	const db = connectDb(panel.databaseUrl);
	onTestFinished(() => db.$disconnect());
	const told = await db.auditEvent.findMany({ orderBy: { createdAt: 'desc' } });
	expect(JSON.stringify(told)).not.toContain(secret);
	expect(told).toContainEqual(
		expect.objectContaining({
			action: 'variables.revealed',
			detail: expect.objectContaining({ keys: ['READABLE'] }) as unknown
		})
	);
});

const hasOne = (text: string, words: string[]) => words.some((word) => text.includes(word));

test('UX-27: unsaved edits stand as old and new, are discarded one by one, and leaving asks', async ({
	page,
	open,
	panel
}) => {
	await open(listOf(panel));
	await valueOf(page, 'PUBLIC_URL').fill('https://www.northwind.example');
	await add(page, 'EXTRA', 'one');
	const changes = unsaved(page).getByRole('listitem');
	await changes.filter({ hasText: 'PUBLIC_URL' }).getByRole('insertion').waitFor();
	expect(await changes.filter({ hasText: 'PUBLIC_URL' }).innerText()).toMatch(
		/https:\/\/shop\.northwind\.example[^]*https:\/\/www\.northwind\.example/
	);
	await page.getByRole('button', { name: 'Discard the change of PUBLIC_URL' }).click();
	expect(await valueOf(page, 'PUBLIC_URL').inputValue()).toBe('https://shop.northwind.example');
	await page.getByText('1 unsaved change', { exact: true }).waitFor();

	const asked: string[] = [];
	let leaves = false;
	page.on('dialog', (question) => {
		asked.push(question.message());
		void (leaves ? question.accept() : question.dismiss());
	});
	const away = page.getByRole('link', { name: 'Domains', exact: true });
	await away.click();
	await expect.poll(() => asked).toEqual(['Leave without saving the changed variables?']);
	// What was refused is as unsaved as before.
	await addName(page, '1BAD');
	await page.getByRole('button', { name: 'Save and deploy' }).click();
	await page.getByText('not starting with a digit').waitFor();
	await away.click();
	await expect.poll(() => asked.length).toBe(2);
	expect(await valueOf(page, 'EXTRA').inputValue()).toBe('one');
	leaves = true;
	await away.click();
	await page.waitForURL('**/domains');
});

test('UX-28: where a redeploy is needed is said with the keys, until the next one is live', async ({
	page,
	open,
	context,
	panel
}) => {
	await open(listOf(panel));
	await add(page, 'WAITING', 'for a deployment');
	await save(page);
	await page.getByText(/^Redeploy needed: \d+ changes not applied$/).waitFor();
	const lists = await context.newPage();
	const places = ['/', '/projects', `/projects/${panel.demo.projectId}`];
	const badge = lists.getByTitle(/\bWAITING\b/).filter({ hasText: 'Redeploy needed' });
	for (const path of places) {
		await lists.goto(path);
		await badge.first().waitFor();
	}

	await valueOf(page, 'WAITING').fill('at last');
	await page.getByRole('button', { name: 'Save and deploy' }).click();
	await page.waitForURL('**/deployments/*');
	const deploymentId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
	const db = connectDb(panel.databaseUrl);
	onTestFinished(() => db.$disconnect());
	await startDeployment(db, { deploymentId });
	const image = { reference: 'gantry/demo:live', id: 'sha256:demo', port: 3000, files: null };
	await goLive(db, { deploymentId, image });
	await finishDeployment(db, { deploymentId, outcome: { state: 'succeeded' } });

	// The project's page hears of it by itself.
	await expect.poll(() => badge.count()).toBe(0);
	for (const path of places) {
		await lists.goto(path);
		expect(await badge.count()).toBe(0);
	}
	await page.goto(listOf(panel));
	await page.getByRole('heading', { level: 1 }).waitFor();
	expect(await page.getByText(/Redeploy needed.*WAITING/).count()).toBe(0);
});

test('UX-29: names that are invalid or there twice are told at their rows, the first has the focus', async ({
	page,
	open,
	panel
}) => {
	await open(listOf(panel));
	await add(page, 'A B', '1');
	await addName(page, 'LOG_LEVEL');
	await save(page);
	const bad = page.locator('[aria-invalid=true]');
	await expect.poll(() => bad.count()).toBe(2);
	expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('A B');
	const described = (index: number) =>
		bad.nth(index).evaluate((element) => {
			const ids = element.getAttribute('aria-describedby')?.split(' ') ?? [];
			return ids.map((id) => document.getElementById(id)?.textContent.trim()).join(' ');
		});
	expect(await described(0)).toBe(
		'Variable names: letters, digits, _ ; not starting with a digit.'
	);
	expect(await described(1)).toMatch(/^LOG_LEVEL is defined twice \(row \d+ and \d+\)\.$/);
});

test('two people who save at once choose key by key, and nothing of either is lost', async ({
	page,
	open,
	window,
	panel
}) => {
	await open(listOf(panel));
	const others = await window();
	const other = await others.newPage();
	const heard = other.waitForRequest('**/events?*');
	await other.goto(listOf(panel));
	await heard;
	await valueOf(page, 'LOG_LEVEL').fill('mine');
	await add(page, 'ONLY_MINE', '1');
	await valueOf(other, 'LOG_LEVEL').fill('theirs');
	await add(other, 'ONLY_THEIRS', '2');
	await save(other);
	await other.getByRole('status').getByText('2 variables saved.').waitFor();

	await save(page);
	const both = page.getByRole('group', { name: /^LOG_LEVEL/ });
	await both.getByText('changed in both').waitFor();
	expect(await both.getByRole('radio', { checked: true }).count()).toBe(0);
	for (const value of ['theirs', 'mine']) await both.getByText(value, { exact: true }).waitFor();
	await page.getByRole('button', { name: 'Save the merged list' }).click();
	await page.getByText('Choose what LOG_LEVEL shall be.').waitFor();
	await both.getByRole('radio', { name: 'This one’s' }).check();
	await page.getByRole('button', { name: 'Save the merged list' }).click();
	await valueOf(page, 'ONLY_THEIRS').waitFor();
	await page.reload();
	const saved = { LOG_LEVEL: 'mine', ONLY_MINE: '1', ONLY_THEIRS: '2' };
	for (const [name, value] of Object.entries(saved)) {
		expect(await valueOf(page, name).inputValue()).toBe(value);
	}
});
