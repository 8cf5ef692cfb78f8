import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { freePort } from '#engine/testing/free-port.ts';
import { dataPaths } from '#lib/rules/data-dir.ts';
import { connectDb } from '#lib/server/db/client.ts';
import { ensureInstallation } from '#lib/server/installation/ensure-installation.ts';
import type { Live, WorkerHealth } from '#lib/server/live/port.ts';
import { createKeyIfMissing } from '#lib/server/secrets/key-file-vault.ts';
import { violations } from '../fixtures/axe.ts';
import { openBrowser } from '../fixtures/browser.ts';
import { startPanelOver, type PanelOver } from '../fixtures/demo-panel.ts';
import { demoLive } from '../fixtures/demo/live.ts';
import { sideways, smallTargets } from '../fixtures/page-checks.ts';

/** A fresh database: nobody has claimed the installation. */

let panel: PanelOver<{ setupToken: string | null }>;
let browser: Browser;
let httpPort: number;
/** What the worker says of the machine. */
let docker: WorkerHealth['docker'];
let dns: Awaited<ReturnType<Live['checkHost']>>;

const pointsHere = {
	pointsHere: true,
	detail: 'gantry.apps.northwind.example points here (203.0.113.10).',
	expected: ['203.0.113.10']
};

async function fill({ GANTRY_DATA_DIR = '', DATABASE_URL = '' }: Record<string, string>) {
	createKeyIfMissing(dataPaths(GANTRY_DATA_DIR).keys);
	const db = connectDb(DATABASE_URL);
	try {
		const beat = { host: 'demo', bootId: 'demo', version: '0', beatAt: new Date('2100-01-01') };
		await db.workerBeat.upsert({
			where: { id: 'demo' },
			create: { id: 'demo', ...beat },
			update: beat
		});
		return await ensureInstallation(db);
	} finally {
		await db.$disconnect();
	}
}

beforeAll(async () => {
	httpPort = await freePort();
	const live: Live = {
		...demoLive,
		checkHost: () => Promise.resolve(dns),
		health: async (options) => ({ ...(await demoLive.health(options)), docker })
	};
	const settings = { GANTRY_HTTP_PORT: String(httpPort) };
	[panel, browser] = await Promise.all([startPanelOver({ fill, live, settings }), openBrowser()]);
});

afterAll(async () => {
	await browser?.close();
	await panel?.stop();
});

async function open(options = {}) {
	const context = await browser.newContext({ baseURL: panel.url, ...options });
	onTestFinished(() => context.close());
	return context.newPage();
}

const setupPath = () => `/setup?token=${panel.filled.setupToken}`;

test('UX-02: each thing that is needed passes or fails, with the command for it, and is checked again in place', async () => {
	docker = { ok: false, detail: 'The Docker engine does not answer (ECONNREFUSED)' };
	dns = {
		pointsHere: false,
		detail: 'gantry.apps.northwind.example has no A record yet, expected 203.0.113.10',
		expected: ['203.0.113.10']
	};
	const page = await open();
	await page.goto(setupPath());
	const row = (name: string) =>
		page.getByRole('listitem').filter({ hasText: new RegExp(`^\\s*${name}\\s`) });
	for (const name of ['Worker', 'Caddy', 'Disk', 'Clocks', 'Database'])
		await row(`${name} ready`).waitFor();
	await row('Docker fails').getByText('The Docker engine does not answer').waitFor();
	await row('Docker').getByText('sudo systemctl enable --now docker').waitFor();
	await row('Docker').getByRole('button', { name: 'Copy command' }).waitFor();
	await row(`Port ${httpPort} fails`)
		.getByText(/sudo tail -n 30 .*edge\.log/)
		.waitFor();
	await row('DNS fails').getByText('getent ahosts gantry.apps.northwind.example').waitFor();
	await row('DNS').getByText('be 203.0.113.10').waitFor();

	// All is mended, while somebody has begun to fill in the form.
	await page.getByLabel('E-mail address').fill('ada@northwind.example');
	const edge = createServer((socket) => socket.destroy()).listen(httpPort, '127.0.0.1');
	await once(edge, 'listening');
	onTestFinished(() => void edge.close());
	docker = { ok: true, detail: 'Docker 29.1.0 answers.' };
	dns = pointsHere;
	const loads: string[] = [];
	page.on('load', () => loads.push(page.url()));
	await page.getByRole('button', { name: 'Check again' }).click();
	for (const name of ['Docker', `Port ${httpPort}`, 'DNS']) await row(`${name} ready`).waitFor();
	expect(await page.getByText('sudo systemctl').count()).toBe(0);
	expect(await page.getByLabel('E-mail address').inputValue()).toBe('ada@northwind.example');
	expect(loads).toEqual([]);
});

test('UX-02: it is checked again without JavaScript, too', async () => {
	docker = { ok: false, detail: 'The Docker engine does not answer (ECONNREFUSED)' };
	dns = pointsHere;
	const page = await open({ javaScriptEnabled: false });
	await page.goto(setupPath());
	await page.getByRole('listitem').filter({ hasText: 'Docker fails' }).waitFor();
	docker = { ok: true, detail: 'Docker 29.1.0 answers.' };
	await page.getByRole('button', { name: 'Check again' }).click();
	await page.getByRole('listitem').filter({ hasText: 'Docker ready' }).waitFor();
});

test('UX-38, UX-40: the set-up can be read and used by everybody, on a phone, too', async () => {
	docker = { ok: false, detail: 'The Docker engine does not answer (ECONNREFUSED)' };
	dns = pointsHere;
	for (const colorScheme of ['light', 'dark'] as const) {
		const page = await open({ colorScheme, viewport: { width: 360, height: 740 } });
		await page.goto(setupPath());
		await page.getByRole('listitem').first().waitFor();
		expect(await violations(page), colorScheme).toEqual([]);
		expect(await sideways(page)).toBe(0);
		expect(await smallTargets(page)).toEqual([]);
	}
});

test('UX-01: every page leads to the set-up until there is an owner, and never afterwards', async () => {
	docker = { ok: true, detail: 'Docker 29.1.0 answers.' };
	dns = pointsHere;
	const page = await open();
	for (const path of ['/', '/login', '/projects?q=shop', '/settings/server', '/no/such/page']) {
		await page.goto(path);
		expect(new URL(page.url()).pathname, path).toBe('/setup');
	}
	// Whoever did not see the console gets no form, and learns nothing of the machine.
	await page.getByText('Open the link that the console printed').waitFor();
	expect(await page.getByRole('listitem').count()).toBe(0);
	expect(await page.getByLabel('Password').count()).toBe(0);
	const program = await page.request.post('/api/v1/deploy', { data: {} });
	expect(program.status()).toBe(401);

	await page.goto(setupPath());
	await page.getByLabel('E-mail address').fill('ada@northwind.example');
	await page.getByLabel('Password').fill('three quiet harbour cranes');
	await page.getByRole('button', { name: 'Create account' }).click();
	await page.waitForURL(`${panel.url}/`);

	const stranger = await open();
	for (const window of [page, stranger]) {
		for (const path of ['/setup', setupPath()]) {
			expect((await window.goto(path))?.status(), path).toBe(404);
		}
	}
	await stranger.goto('/projects');
	expect(new URL(stranger.url()).pathname).toBe('/login');
	const { setupToken } = await fill({
		GANTRY_DATA_DIR: panel.paths.root,
		DATABASE_URL: panel.databaseUrl
	});
	expect(setupToken).toBeNull();
});
