import type { BrowserContext } from 'playwright-core';
import { openBrowser } from '../../e2e/fixtures/browser.ts';
import { signIn } from '../../e2e/fixtures/demo/pages.ts';
import type { BenchOptions } from '../benchmark.ts';
import { inTime } from '../in-time.ts';
import { interleave, ratioOf } from '../ratio.ts';
import { ratioRow, type Row } from '../table.ts';

const openDeadline = 60_000;

interface Pages {
	url: string;
	paths: string[];
	/** What each of them is compared with, by somebody who is not signed in. */
	emptyPage: string;
}

/** When Chromium has drawn the largest part of each page, against an empty one: told, without a mark. */
export async function paintRows(
	{ url, paths, emptyPage }: Pages,
	options: BenchOptions
): Promise<Row[]> {
	await using stack = new AsyncDisposableStack();
	const browser = await openBrowser();
	stack.defer(() => browser.close());
	const viewport = { width: 1280, height: 800 };
	const storageState = await signIn(browser, url);
	const signedIn = await browser.newContext({ storageState, viewport });
	const stranger = await browser.newContext({ viewport });
	const rows: Row[] = [];
	for (const path of paths) {
		options.say(`  ${path} in Chromium`);
		const painted = async (context: BrowserContext, page: string) => {
			const within = AbortSignal.any([options.signal, AbortSignal.timeout(openDeadline)]);
			return await inTime(largestPaint(context, url + page), within);
		};
		const taken = await interleave(
			options.pairs,
			() => painted(signedIn, path),
			() => painted(stranger, emptyPage)
		);
		rows.push(ratioRow('B13', `${path}: largest paint / ${emptyPage}`, ratioOf(taken), null));
	}
	return rows;
}

/** Milliseconds from asking for a page until its largest part is drawn. */
async function largestPaint(context: BrowserContext, url: string): Promise<number> {
	const page = await context.newPage();
	try {
		await page.goto(url);
		return await page.evaluate(
			() =>
				new Promise<number>((seen) => {
					new PerformanceObserver((list) => {
						seen(list.getEntries().at(-1)?.startTime ?? Number.NaN);
					}).observe({ type: 'largest-contentful-paint', buffered: true });
				})
		);
	} finally {
		await page.close();
	}
}
