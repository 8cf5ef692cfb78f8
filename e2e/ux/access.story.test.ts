import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { violations } from '../fixtures/axe.ts';
import { demoPages } from '../fixtures/demo/pages.ts';
import { hiddenFocus, sideways, smallTargets, tabTo } from '../fixtures/page-checks.ts';
import { test } from '../fixtures/signed-in.ts';

const wide = { width: 1280, height: 800 };
const narrow = { width: 360, height: 740 };
/** Pages that are looked at side by side. */
const lanes = 3;

/** One visit: both themes, both widths. */
async function lookAt(page: Page, path: string): Promise<string[]> {
	const troubles: string[] = [];
	page.on('pageerror', (error) => troubles.push(error.message));
	page.on('console', (message) => {
		if (/Content Security Policy/.test(message.text())) troubles.push(message.text());
	});
	await page.goto(path);
	await page.getByRole('heading', { level: 1 }).first().waitFor();
	await page.evaluate(() => {
		for (const folded of document.querySelectorAll('details')) folded.open = true;
	});
	troubles.push(...(await violations(page)), ...(await smallTargets(page)));
	await page.emulateMedia({ colorScheme: 'dark' });
	troubles.push(...(await violations(page, 'colours')).map((each) => `dark: ${each}`));
	await page.setViewportSize(narrow);
	const over = await sideways(page);
	if (over > 0) troubles.push(`${over} px too wide`);
	troubles.push(...(await violations(page, 'layout')).map((each) => `narrow: ${each}`));
	troubles.push(...(await smallTargets(page)));
	return troubles;
}

const areas = {
	services: /^\/services\//,
	projects: /^\/(projects|deployments)/,
	'the rest': /^\/(?!services\/|projects|deployments)/
};

test.for(Object.entries(areas))(
	'UX-38, UX-40: every page of %s is accessible in both themes and fits 360 pixels',
	async ([, area], { window, panel }) => {
		const context = await window({ viewport: wide, colorScheme: 'light', reducedMotion: 'reduce' });
		const waiting = Object.entries(demoPages(panel.demo)).filter(([, path]) => area.test(path));
		expect(waiting).not.toEqual([]);
		const troubles: string[] = [];
		const lane = async () => {
			for (let next = waiting.shift(); next; next = waiting.shift()) {
				const [name, path] = next;
				const page = await context.newPage();
				troubles.push(...(await lookAt(page, path)).map((trouble) => `${name}: ${trouble}`));
				await page.close();
			}
		};
		await Promise.all(Array.from({ length: lanes }, lane));
		expect(troubles.sort()).toEqual([]);
	}
);

test('UX-38: what opens over a page is accessible in both themes', async ({
	page,
	open,
	panel
}) => {
	const service = `/services/${panel.demo.serviceId}`;
	const opened: [path: string, open: () => Promise<void>, seen: () => Promise<void>][] = [
		[
			'/',
			() => page.getByRole('button', { name: /^Account/ }).click(),
			() => page.getByRole('button', { name: 'Log out' }).waitFor()
		],
		[
			'/',
			() => page.keyboard.press('?'),
			() => page.getByRole('dialog', { name: /shortcuts/i }).waitFor()
		],
		[
			`${service}/deployments`,
			() => page.getByRole('button', { name: 'Roll back' }).first().click(),
			() => page.getByRole('dialog').waitFor()
		],
		[
			`${service}/settings`,
			() => page.getByRole('button', { name: 'Delete service' }).click(),
			() => page.getByRole('dialog').waitFor()
		],
		[
			`${service}/variables`,
			() => page.getByRole('button', { name: 'Paste .env' }).click(),
			() => page.getByRole('dialog').waitFor()
		]
	];
	// A colour on its way from one theme to the other has neither's contrast.
	await page.emulateMedia({ reducedMotion: 'reduce' });
	for (const [path, act, seen] of opened) {
		await page.emulateMedia({ colorScheme: 'light' });
		await open(path);
		await act();
		await seen();
		expect(await violations(page), path).toEqual([]);
		expect(await smallTargets(page), path).toEqual([]);
		await page.emulateMedia({ colorScheme: 'dark' });
		expect(await violations(page, 'colours'), path).toEqual([]);
	}
});

test('UX-38: whatever has the focus shows it', async ({ page, open, panel }) => {
	for (const path of ['/', `/services/${panel.demo.serviceId}/variables`, '/settings']) {
		await open(path);
		expect(await hiddenFocus(page, 45), path).toEqual([]);
	}
});

test('UX-38: a keyboard creates, deploys and rolls back', async ({ page, open, panel }) => {
	await open('/projects');
	await tabTo(page, 'New project');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/projects/new');
	await tabTo(page, /^Repository URL/);
	await page.keyboard.type('https://github.com/northwind/catalog');
	await page.keyboard.press('Enter');
	await page.getByText('SvelteKit detected').waitFor();
	await tabTo(page, 'Deploy');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: 'Deployment #1' }).waitFor();

	await open(`/services/${panel.demo.serviceId}/deployments`);
	await tabTo(page, /^Roll back/);
	await page.keyboard.press('Enter');
	const dialog = page.getByRole('dialog');
	await dialog.waitFor();
	await tabTo(page, 'Roll back');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: /^Deployment #\d+$/ }).waitFor();
});
