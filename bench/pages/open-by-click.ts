import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';

/** Milliseconds for which a pointer rests on a link before it is pressed: less than a hand's does. */
const restMs = 100;

/**
 * Milliseconds from a click on the link "Logs" of a page that stands there, until the last line of the log does.
 * As people open one; its page began before, and what a page prepares when the pointer comes is prepared.
 */
export async function openByClick(
	context: BrowserContext,
	{ from, lines }: { from: string; lines: number }
): Promise<number> {
	const page = await context.newPage();
	try {
		await page.goto(from, { waitUntil: 'networkidle' });
		const link = page.getByRole('link', { name: 'Logs', exact: true });
		await link.hover();
		await delay(restMs);
		return await link.evaluate(untilOpen, `#${lines} `);
	} finally {
		await page.close();
	}
}

async function untilOpen(link: Element, last: string): Promise<number> {
	const isShown = () => document.querySelector('[role=log]')?.textContent.includes(last) ?? false;
	// A frame of its own, so that both sides begin at the same beat.
	await new Promise(requestAnimationFrame);
	const clicked = performance.now();
	(link as HTMLElement).click();
	while (!isShown()) {
		if (performance.now() - clicked > 60_000) throw new Error(`There was no line ${last}.`);
		await new Promise(requestAnimationFrame);
	}
	return performance.now() - clicked;
}
