import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { connectDb, type Db } from '#lib/server/db/client.ts';
import { finishDeployment } from '#lib/server/deployments/finish-deployment.ts';
import { goLive } from '#lib/server/deployments/go-live.ts';
import { recordStep } from '#lib/server/deployments/record-step.ts';
import { startDeployment } from '#lib/server/deployments/start-deployment.ts';
import { test as signedIn } from '../fixtures/signed-in.ts';

const test = signedIn.extend('db', { scope: 'file' }, ({ panel }, { onCleanup }) => {
	const db = connectDb(panel.databaseUrl);
	onCleanup(() => db.$disconnect());
	return db;
});

/** What a page asks its server for: reads of what an event told of, and the one stream of events. */
function watchRequests(page: Page) {
	const asked: string[] = [];
	page.on('request', (request) => asked.push(new URL(request.url()).pathname));
	return {
		streams: () => asked.filter((path) => path === '/events').length,
		reads: () => asked.filter((path) => path.endsWith('__data.json')).length
	};
}

/** Within a second, says the requirement; a machine that does much else at once is given ten. */
const soon = 10_000;
const state = (page: Page, word: string) =>
	page.getByText(word, { exact: true }).first().waitFor({ timeout: soon });
const idOf = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? '';

async function step(db: Db, deploymentId: string, name: 'checkout' | 'build', ended: boolean) {
	const outcome = ended ? ({ state: 'succeeded', summary: 'Told by an event' } as const) : null;
	await recordStep(db, { deploymentId, name, attempt: 1, outcome });
}

/** Of a step or of the whole, as it is read: "840 ms", "12.4 s", "1 m 05 s". */
function milliseconds(words: string): number {
	const all = [...words.matchAll(/(?:(\d+) m )?(\d+(?:\.\d)?) (ms|s)(?![a-z])/g)];
	const [, minutes = '0', value = '0', unit] = all.at(-1) ?? [];
	return Number(minutes) * 60_000 + Number(value) * (unit === 'ms' ? 1 : 1000);
}

test('UX-14: each state shows as it comes, told by one event stream', async ({
	page,
	open,
	db,
	panel
}) => {
	const requests = watchRequests(page);
	await open(`/services/${panel.demo.siteId}`);
	await page.getByRole('button', { name: 'Redeploy' }).click();
	await page.getByRole('heading', { name: /^Deployment #\d+$/ }).waitFor();
	await state(page, 'Queued');
	const deploymentId = idOf(page);
	await startDeployment(db, { deploymentId });
	await state(page, 'Deploying');
	await step(db, deploymentId, 'checkout', false);
	await page.getByText('Check out', { exact: true }).waitFor();
	await step(db, deploymentId, 'checkout', true);
	await page.getByText('Told by an event').waitFor();
	const image = { reference: 'gantry/demo:x', id: 'sha256:x', port: 3000, files: null };
	await goLive(db, { deploymentId, image });
	await finishDeployment(db, { deploymentId, outcome: { state: 'succeeded' } });
	await state(page, 'Live');
	expect(requests.streams()).toBe(1);

	await open(`/services/${panel.demo.siteId}`);
	await page.getByRole('button', { name: 'Redeploy' }).click();
	await page.getByRole('heading', { name: /^Deployment #\d+$/ }).waitFor();
	const failing = idOf(page);
	await startDeployment(db, { deploymentId: failing });
	await state(page, 'Deploying');
	// Nothing is asked for until something is told.
	await page.waitForLoadState('networkidle');
	const before = requests.reads();
	await expect.poll(() => requests.reads()).toBe(before);
	const error = { code: 'build_failed', step: 'build', message: 'No such file.', hint: null };
	await finishDeployment(db, { deploymentId: failing, outcome: { state: 'failed', error } });
	await state(page, 'Failed');
	expect(requests.reads()).toBeGreaterThan(before);
});

test('UX-15: each step has its state and its time, which counts up, and together they are the whole', async ({
	page,
	open,
	panel
}) => {
	await open(`/deployments/${panel.demo.deployments.live}`);
	const steps = page.getByRole('region', { name: 'Steps and log' }).locator('summary');
	const rows = await steps.allInnerTexts();
	expect(rows).toHaveLength(8);
	for (const row of rows) expect(row).toContain('succeeded');
	const sum = rows.map(milliseconds).reduce((total, one) => total + one, 0);
	const whole = milliseconds(
		await page
			.getByRole('main')
			.getByRole('definition')
			.filter({
				hasText: /^\d+(\.\d)? m?s$/
			})
			.first()
			.innerText()
	);
	expect(Math.abs(sum - whole)).toBeLessThanOrEqual(whole * 0.05);

	await open(`/deployments/${panel.demo.deployments.running}`);
	const running = steps.filter({ hasText: 'running' });
	const first = milliseconds(await running.innerText());
	await expect.poll(async () => milliseconds(await running.innerText())).toBeGreaterThan(first);
});

test('UX-24: pressing Cancel shows at once, and everybody who looks is told', async ({
	page,
	open,
	context,
	db,
	panel
}) => {
	const deploymentId = panel.demo.deployments.running;
	const { promise: released, resolve: release } = Promise.withResolvers<void>();
	await page.route('**/deployments/*?/cancel', async (route) => {
		await released;
		await route.continue();
	});
	const other = await context.newPage();
	await other.goto(`/deployments/${deploymentId}`);
	await open(`/deployments/${deploymentId}`);
	await page.getByRole('button', { name: 'Cancel' }).click();
	// Before the server answered at all.
	await page.getByRole('button', { name: 'Cancelling' }).waitFor();
	release();
	await other.getByRole('button', { name: 'Cancelling' }).waitFor();
	await finishDeployment(db, { deploymentId, outcome: { state: 'cancelled' } });
	await state(page, 'Cancelled');
	await state(other, 'Cancelled');
});
