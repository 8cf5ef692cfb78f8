import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { connectDb } from '#lib/server/db/client.ts';
import { notify } from '#lib/server/notify.ts';
import type { Prisma } from '#prisma/client/client.ts';
import type { DemoPanel } from '../fixtures/demo-panel.ts';
import { test } from '../fixtures/signed-in.ts';

const domainsOf = ({ demo }: DemoPanel) => `/services/${demo.serviceId}/domains`;

/** The worker's side: its database, and what it writes down and says. */
const worked = test.extend('worker', ({ panel }, { onCleanup }) => {
	const db = connectDb(panel.databaseUrl);
	onCleanup(() => db.$disconnect());
	return {
		db,
		async notes(host: string, data: Prisma.DomainUpdateInput) {
			const row = await db.domain.update({ where: { host }, data, include: { service: true } });
			const { serviceId, service } = row;
			await notify(db, { kind: 'service', projectId: service.projectId, serviceId });
		}
	};
});

const item = (page: Page, host: string) =>
	page
		.getByRole('listitem')
		.filter({ has: page.getByRole('status') })
		.and(page.getByLabel(host, { exact: true }));

async function add(page: Page, host: string): Promise<void> {
	await page.getByLabel('Host name').fill(host);
	await page.getByRole('button', { name: 'Add domain' }).click();
	await item(page, host.toLowerCase()).waitFor();
}

/** The cells of a table of records, row by row. */
async function recordsIn(page: Page, label: string): Promise<string[]> {
	const rows = page
		.getByRole('table', { name: `DNS records for ${label}`, exact: true })
		.getByRole('row');
	const texts = await rows.evaluateAll((found) =>
		found.map((row) =>
			[...row.querySelectorAll('td')].map((cell) => cell.textContent?.trim() ?? '').join(' | ')
		)
	);
	return texts.slice(1);
}

test('UX-30: an apex is shown its address records, each with what to copy', async ({
	window,
	panel
}) => {
	const context = await window({ permissions: ['clipboard-read', 'clipboard-write'] });
	const page = await context.newPage();
	// Scripts are at work once the page listens to what changes.
	const heard = page.waitForRequest('**/events?*');
	await page.goto(domainsOf(panel));
	await heard;
	await add(page, 'Fabrikam.co.uk');
	const found = item(page, 'fabrikam.co.uk');
	await found.getByText('In the DNS of fabrikam.co.uk').waitFor();
	expect(await recordsIn(page, 'fabrikam.co.uk')).toEqual([
		'A | @ | 203.0.113.10',
		'AAAA | @ | 2001:db8::10'
	]);
	expect(await page.getByRole('table', { name: 'fabrikam.co.uk (alias)' }).count()).toBe(0);
	for (const [what, text] of [
		['the type AAAA', 'AAAA'],
		['the name @', '@'],
		['the value 203.0.113.10', '203.0.113.10']
	] as const) {
		await found
			.getByRole('button', { name: `Copy ${what}`, exact: true })
			.first()
			.click();
		await found.getByText('Copied').first().waitFor();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
	}
});

test('UX-30: a sub-domain and a wildcard are shown their names in the zone, and a CNAME', async ({
	page,
	open,
	panel
}) => {
	await open(domainsOf(panel));
	for (const [host, name] of [
		['app.eu.fabrikam.com', 'app.eu'],
		['*.fabrikam.com', '*']
	] as const) {
		await add(page, host);
		await item(page, host).getByText('In the DNS of fabrikam.com').waitFor();
		expect(await recordsIn(page, `${host} (alias)`)).toEqual([
			`CNAME | ${name} | shop.apps.northwind.example`
		]);
		await item(page, host).getByText('Or set its address instead').click();
		expect(await recordsIn(page, host)).toEqual([
			`A | ${name} | 203.0.113.10`,
			`AAAA | ${name} | 2001:db8::10`
		]);
	}
});

test('UX-30: without scripts a domain is added all the same, and a wrong one is told why', async ({
	window,
	panel
}) => {
	const plain = await window({ javaScriptEnabled: false });
	const page = await plain.newPage();
	await page.goto(domainsOf(panel));
	await page.getByLabel('Host name').fill('*.co.uk');
	await page.getByRole('button', { name: 'Add domain' }).click();
	await page.getByText('*.co.uk is not allowed: co.uk is a public suffix').waitFor();
	await page.getByLabel('Host name').fill('plain.fabrikam.com');
	await page.getByRole('button', { name: 'Add domain' }).click();
	expect(await recordsIn(page, 'plain.fabrikam.com (alias)')).toHaveLength(1);
	await item(page, 'plain.fabrikam.com').getByText('Or set its address instead').click();
	expect(await recordsIn(page, 'plain.fabrikam.com')).toHaveLength(2);
	await page.getByRole('button', { name: 'Check plain.fabrikam.com again' }).click();
	await item(page, 'plain.fabrikam.com').waitFor();
});

worked(
	'UX-31: DNS and certificate are told apart, and change at once as the worker finds out',
	async ({ page, open, panel, worker }) => {
		await page.clock.install();
		await open(domainsOf(panel));
		const asked: string[] = [];
		const host = 'live.fabrikam.net';
		await add(page, host);
		// From here on the page's clock stands: whatever shows needed no timer of it, so none of its 2 s.
		const time = () => page.evaluate(() => Date.now());
		await page.clock.pauseAt((await time()) + 60_000);
		const stopped = await time();
		page.on('request', (request) => asked.push(new URL(request.url()).pathname));
		const chips = item(page, host).getByRole('status').first();
		const says = async (...words: string[]) => {
			for (const text of words) {
				await chips.getByText(text, { exact: true }).waitFor();
			}
		};
		await says('DNS: being looked up', 'Certificate: waits for DNS');
		await worker.notes(host, { dns: 'waiting', checkedAt: new Date(), reason: 'no A record yet' });
		await says('DNS: no record yet', 'Certificate: waits for DNS');
		await worker.notes(host, {
			dns: 'elsewhere',
			seen: ['198.51.100.9'],
			reason: 'A record of it is wrong'
		});
		await says('DNS: points to 198.51.100.9');
		await worker.notes(host, { dns: 'proxied', seen: ['104.16.1.2'] });
		await says('DNS: behind a proxy');
		await worker.notes(host, {
			dns: 'here',
			state: 'active',
			reason: null,
			certificate: 'issuing'
		});
		await says('DNS: points here', 'Certificate: being issued');
		await worker.notes(host, {
			certificate: 'failed',
			certificateReason: 'The authority answered 429: too many.',
			certificateRetryAt: new Date(Date.now() + 15 * 60_000)
		});
		await says('Certificate: failed');
		await item(page, host)
			.getByText('The authority answered 429: too many. It is tried again in')
			.waitFor();
		await worker.notes(host, {
			certificate: 'valid',
			certificateUntil: new Date('2031-02-19T08:00:00Z')
		});
		await says('DNS: points here', 'Certificate: valid until 19 Feb 2031');
		expect(await time()).toBe(stopped);
		// Each change was read once, after the stream had told of it.
		expect(asked.filter((path) => path.endsWith('/events'))).toEqual([]);
		expect(asked.length).toBeLessThanOrEqual(7);
	}
);

worked(
	'UX-31: somebody who does not want to wait has it looked at again',
	async ({ page, open, panel, worker }) => {
		await open(domainsOf(panel));
		const host = 'shop.northwind.example';
		const soon = await worker.db.domain.findUniqueOrThrow({ where: { host } });
		expect(soon.checkAgainAt).not.toBeNull();
		const again = page.getByRole('button', { name: `Check ${host} again` });
		// The newest that waits for its records is open; any other is opened.
		if (!(await again.isVisible())) {
			await item(page, host).getByText(host, { exact: true }).click();
		}
		await again.click();
		const toast = page.getByRole('status').filter({ hasText: 'are being looked at' });
		await toast.first().waitFor();
		const row = await worker.db.domain.findUniqueOrThrow({ where: { host } });
		expect(row.checkAgainAt).toBeNull();
	}
);
