import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDemoPanel, type DemoPanel } from './fixtures/demo-panel.ts';
import { demoPages } from './fixtures/demo/pages.ts';
import { sessionCookie } from './fixtures/session-cookie.ts';
import { tapStatements, type StatementTap } from './fixtures/statement-tap.ts';

let panel: DemoPanel;
let tap: StatementTap;
let cookie: string;

beforeAll(async () => {
	panel = await startDemoPanel({
		async databaseFor(url) {
			tap = await tapStatements(url);
			return tap.url;
		}
	});
	cookie = await sessionCookie(panel.url);
});

afterAll(async () => {
	await panel?.stop();
	await tap?.close();
});

/** Who it is that asks. */
const isOfSession = (text: string) => /from "?(public"?\."?)?session/i.test(text);

/**
 * What a page's first load asks the database for, the session aside: the least of a few loads, since the
 * installation's own names are read every few seconds only.
 */
async function queriesOf(path: string): Promise<string[]> {
	let least: string[] | null = null;
	for (let load = 0; load < 3; load++) {
		tap.statements.length = 0;
		const answer = await fetch(panel.url + path, { headers: { cookie, accept: 'text/html' } });
		await answer.text();
		expect(answer.status, path).toBe(path.includes('aaaa') ? 404 : 200);
		const asked = tap.statements.filter((text) => !isOfSession(text));
		if (!least || asked.length < least.length) least = asked;
	}
	return least ?? [];
}

test('no page needs more than three queries besides the session', async () => {
	const excessive: Record<string, string[]> = {};
	for (const [name, path] of Object.entries(demoPages(panel.demo))) {
		const asked = await queriesOf(path);
		if (asked.length > 3) excessive[name] = asked.map(inOneLine);
	}
	expect(excessive).toEqual({});
});

const inOneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
